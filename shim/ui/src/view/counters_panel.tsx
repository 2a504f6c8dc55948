// What was counted, and above all what was lost: in the core, and on the way to this page.
import type { Counter } from "../decode/status";
import { count, mebibytes, words } from "../format/number";
import type { Store } from "../store/store";
import { Nothing, Panel } from "./panel";

export const CountersPanel = ({ store }: { store: Store }) => {
  const status = store.status.value?.value;
  const traffic = store.traffic.value;
  const page: Counter[] = [
    { name: "gaps_on_the_way", value: traffic.gaps },
    { name: "broken_messages", value: traffic.broken },
  ];
  const lost = [...(status?.drops ?? []), ...page].reduce((sum, { value }) => sum + value, 0);
  return (
    <Panel
      id="counters"
      title="Losses and counts"
      old={!store.live}
      aside={<LossTag known={status !== undefined} lost={lost} />}
    >
      {!status && <Nothing>The core's counts come with its first status.</Nothing>}
      <div class="counter-columns">
        {status && <CounterTable caption="Lost in the core" counters={status.drops} testId="drops" alarm />}
        <CounterTable caption="Lost on the way here" counters={page} testId="page-drops" alarm />
        {status && <CounterTable caption="Counted" counters={status.counters} testId="counts" />}
      </div>
      {traffic.lastBroken !== "" && <p class="explain">Last broken message: {traffic.lastBroken}</p>}
      {status && (
        <p class="explain">
          Core memory {mebibytes(status.rssBytes)}, {mebibytes(status.lockedBytes)} of it locked.
        </p>
      )}
    </Panel>
  );
};

const LossTag = ({ known, lost }: { known: boolean; lost: number }) =>
  !known ? null : (
    <span class={`tag ${lost === 0 ? "good" : "bad"}`} data-testid="losses">
      {lost === 0 ? "✓ nothing lost" : `✕ ${count(lost)} lost`}
    </span>
  );

interface CounterTableProps {
  caption: string;
  counters: Counter[];
  testId: string;
  /** Anything but zero is marked. */
  alarm?: boolean;
}

const CounterTable = ({ caption, counters, testId, alarm = false }: CounterTableProps) => (
  <table class="small-table" data-testid={testId}>
    <caption>{caption}</caption>
    <tbody>
      {counters.map(({ name, value }) => (
        <tr key={name} class={alarm && value > 0 ? "alarm" : ""}>
          <th scope="row">{words(name)}</th>
          <td>{count(value)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
