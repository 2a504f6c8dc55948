// The core's threads: the scheduling each asked for, and what it really got.
import type { Thread } from "../decode/status";
import { count } from "../format/number";
import type { Store } from "../store/store";
import { Nothing, Panel } from "./panel";

export const ThreadsPanel = ({ store }: { store: Store }) => {
  const threads = store.status.value?.value.threads ?? [];
  return (
    <Panel id="threads" title="Threads" old={!store.live}>
      {threads.length === 0 ? (
        <Nothing>The thread table comes with the core's status.</Nothing>
      ) : (
        <div class="table-scroll" tabIndex={0} role="group" aria-label="Thread table, scrollable">
          <table class="small-table">
            <thead>
              <tr>
                <th scope="col">name</th>
                <th scope="col">scheduling</th>
                <th scope="col">CPU</th>
                <th scope="col">turns</th>
                <th scope="col">faults</th>
              </tr>
            </thead>
            <tbody>
              {threads.map((thread) => (
                <ThreadRow key={thread.name} thread={thread} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
};

const scheduling = ({ priority, priorityWanted }: Thread): string => {
  const got = priority > 0 ? `FIFO ${priority}` : "ordinary";
  return priority === priorityWanted ? got : `${got}, not FIFO ${priorityWanted}`;
};

const ThreadRow = ({ thread }: { thread: Thread }) => (
  <tr title={thread.wakesOn && `wakes on ${thread.wakesOn}`}>
    <th scope="row">
      <code>{thread.name}</code>
    </th>
    <td class={thread.priority !== thread.priorityWanted ? "alarm" : ""}>{scheduling(thread)}</td>
    <td>{thread.cpu < 0 ? "any" : thread.cpu}</td>
    <td>{count(thread.turns)}</td>
    <td>{count(thread.pageFaults)}</td>
  </tr>
);
