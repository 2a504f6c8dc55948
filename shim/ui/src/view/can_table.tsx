// The table of CAN signals. Only the rows in view exist, so that thousands cost no more than twenty.
import type { Signal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { listSignals, type SignalOrder, type SortKey, windowOf } from "../store/signal_list";
import type { Store } from "../store/store";
import { CanRow } from "./can_row";

/** As `--row` in the style sheet. */
const rowPx = 30;

interface CanTableProps {
  store: Store;
  order: Signal<SignalOrder>;
}

export const CanTable = ({ store, order }: CanTableProps) => {
  const shown = useShown(store, order.value);
  const { box, scrollPx, viewPx } = useScroll();
  const { first, last } = windowOf(shown.length, rowPx, scrollPx, viewPx);
  const nowMs = store.fastMs.value;
  return (
    <div class="can-scroll" ref={box} tabIndex={0} role="group" aria-label="Table of CAN signals, scrollable">
      <table class="can-table" data-testid="can-table" aria-rowcount={shown.length + 1}>
        <thead>
          <tr>
            <HeadCell name="Signal" sort="name" order={order} />
            <HeadCell name="Value" sort="value" order={order} />
            <th scope="col" class="unit">
              Unit
            </th>
            <HeadCell name="Message" sort="message" order={order} />
            <th scope="col" class="age">
              Age
            </th>
          </tr>
        </thead>
        <tbody>
          <Spacer rows={first} />
          {shown.slice(first, last).map((index, i) => (
            <CanRow
              key={index}
              index={index}
              position={first + i + 2}
              row={store.signals.row(index, nowMs, store.clock)}
              picked={store.picked.value === index}
              onPick={() => store.pick(index)}
            />
          ))}
          <Spacer rows={shown.length - last} />
        </tbody>
      </table>
      {shown.length === 0 && <p class="nothing">No signal matches “{order.value.filter}”.</p>}
    </div>
  );
};

/** The order by value follows the values, but not faster than an eye. */
function useShown(store: Store, order: SignalOrder): number[] {
  const turn = order.key === "value" ? store.slowMs.value : 0;
  const changes = store.catalogChanges.value;
  const { signals } = store;
  return useMemo(() => listSignals(signals.infos, order, (index) => signals.valueAt(index)), [changes, order, turn]);
}

function useScroll() {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ scrollPx: 0, viewPx: 480 });
  useEffect(() => {
    const element = box.current!;
    const look = () => setPlace({ scrollPx: element.scrollTop, viewPx: element.clientHeight });
    const size = new ResizeObserver(look);
    element.addEventListener("scroll", look, { passive: true });
    size.observe(element);
    return () => {
      element.removeEventListener("scroll", look);
      size.disconnect();
    };
  }, []);
  return { box, ...place };
}

const Spacer = ({ rows }: { rows: number }) =>
  rows <= 0 ? null : (
    <tr aria-hidden="true" class="spacer">
      <td
        colSpan={5}
        ref={(cell) => {
          if (cell) cell.style.height = `${rows * rowPx}px`;
        }}
      />
    </tr>
  );

const HeadCell = ({ name, sort, order }: { name: string; sort: SortKey; order: Signal<SignalOrder> }) => {
  const { key, descending } = order.value;
  const mine = key === sort;
  const turn = () => (order.value = { ...order.value, key: sort, descending: mine && !descending });
  return (
    <th scope="col" class={sort} aria-sort={mine ? (descending ? "descending" : "ascending") : "none"}>
      <button type="button" onClick={turn}>
        {name}
        <span class="sort" aria-hidden="true">
          {mine ? (descending ? "▼" : "▲") : ""}
        </span>
      </button>
    </th>
  );
};
