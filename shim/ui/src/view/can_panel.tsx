// The buses, and every CAN signal with its newest value; a filter, an order, and one signal drawn over the last minute.
import { useSignal } from "@preact/signals";
import { count } from "../format/number";
import type { SignalOrder } from "../store/signal_list";
import type { Store } from "../store/store";
import { BusHealthList } from "./bus_health";
import { CanTable } from "./can_table";
import { Nothing, Panel } from "./panel";
import { ProvenanceBadge } from "./provenance_badge";
import { SignalPlot } from "./signal_plot";

export const CanPanel = ({ store }: { store: Store }) => {
  const order = useSignal<SignalOrder>({ filter: "", key: "name", descending: false });
  void store.catalogChanges.value;
  const { infos } = store.signals;
  const sources = [...new Set(infos.map(({ provenance }) => provenance))];
  const aside = (
    <>
      <input
        type="search"
        class="filter"
        placeholder="Filter: name, message, unit, id"
        aria-label="Filter the signals"
        data-testid="can-filter"
        value={order.value.filter}
        onInput={(event) => (order.value = { ...order.value, filter: event.currentTarget.value.slice(0, 100) })}
      />
      {sources.map((source) => (
        <ProvenanceBadge key={source} of={source} />
      ))}
    </>
  );
  return (
    <Panel
      id="can"
      title={infos.length > 0 ? `CAN signals (${count(infos.length)})` : "CAN signals"}
      old={!store.live}
      aside={aside}
    >
      <BusHealthList store={store} />
      {infos.length === 0 ? (
        <div class="can-place">
          <Nothing>No signal list yet. It comes from the core, made of its DBC files.</Nothing>
        </div>
      ) : (
        <>
          <CanTable store={store} order={order} />
          <SignalPlot store={store} />
        </>
      )}
    </Panel>
  );
};
