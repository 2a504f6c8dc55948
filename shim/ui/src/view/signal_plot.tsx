// The picked signal over the last minute.
import { useMemo } from "preact/hooks";
import { historyMs } from "../store/signal_history";
import type { Store } from "../store/store";
import { Chart, type ChartLook } from "./chart";

export const SignalPlot = ({ store }: { store: Store }) => {
  const index = store.picked.value;
  const info = index === null ? undefined : store.signals.infos[index];
  const look = useMemo(() => lookOf(info?.name ?? "", info?.unit ?? ""), [info]);
  const nowMs = store.fastMs.value;
  const data = useMemo(() => {
    const [x, y] = store.history.series(store.clock.monoMs(nowMs) ?? 0);
    return { x, y };
  }, [nowMs, index]);
  return (
    <section class="signal-plot" aria-label="Picked signal" data-testid="signal-plot">
      <h3>
        {info ? info.name : "No signal picked"}{" "}
        <small>{info ? "last 60 s, from when it was picked" : "click a name in the table"}</small>
      </h3>
      {info ? <Chart look={look} data={data} testId="signal-chart" /> : <div class="chart-place" />}
    </section>
  );
};

const lookOf = (name: string, unit: string): ChartLook => ({
  label: `${name} over the last minute`,
  xUnit: "seconds ago",
  yUnit: unit,
  kind: "line",
  heightPx: 190,
  xRange: [-historyMs / 1000, 0],
  yFromZero: false,
});
