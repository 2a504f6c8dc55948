// The last alerts and log lines of the core.
import { timeOfDay } from "../format/time";
import type { JournalEntry } from "../store/journal";
import type { Store } from "../store/store";
import { Nothing, Panel } from "./panel";
import { Remedy } from "./remedy";

export const JournalPanel = ({ store }: { store: Store }) => {
  const entries = store.journal.value;
  return (
    <Panel id="journal" title="Alerts and log">
      <ol class="journal-list" tabIndex={0} data-testid="journal-list" aria-label="Alerts and log lines, newest first">
        {entries.map((entry) => (
          <Entry key={entry.key} entry={entry} />
        ))}
      </ol>
      {entries.length === 0 && <Nothing>Nothing has been said yet.</Nothing>}
    </Panel>
  );
};

const Entry = ({ entry }: { entry: JournalEntry }) => (
  <li class="entry" data-level={entry.level} data-kind={entry.kind}>
    <time>{timeOfDay(entry.wallMs)}</time>
    <span class={`tag level ${entry.level}`}>{entry.kind === "alert" ? "ALERT" : entry.level.toUpperCase()}</span>
    <span class="entry-text">
      <b>{entry.source}</b> {entry.message}
      <Remedy text={entry.remedy} />
    </span>
  </li>
);
