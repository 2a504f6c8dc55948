// How long the core takes from the frame to the first edge: over the run, and shot by shot.
import { useMemo } from "preact/hooks";
import type { Latency } from "../decode/status";
import { count, microseconds } from "../format/number";
import type { Store } from "../store/store";
import { Chart, type ChartLook } from "./chart";
import { Nothing, Panel } from "./panel";
import { ProvenanceBadge } from "./provenance_badge";

const look: ChartLook = {
  label: "Frame delivered to first edge done, of each shot, in microseconds",
  xUnit: "shot",
  yUnit: "µs",
  kind: "bars",
  heightPx: 150,
  yFromZero: true,
};

export const LatencyPanel = ({ store }: { store: Store }) => {
  const latencies = store.status.value?.value.latencies ?? [];
  const trigger = latencies.find(({ name }) => name === "trigger");
  const shots = store.shotLatencies.value;
  const data = useMemo(() => ({ x: shots.map((shot) => shot.shotId), y: shots.map((shot) => shot.us) }), [shots]);
  return (
    <Panel id="latency" title="Trigger latency" old={!store.live} aside={<ProvenanceBadge of="measured" />}>
      <p class="explain">Frame delivered → first strobe edge done, on this machine's clock.</p>
      <Figures latency={trigger} />
      {shots.length > 0 ? (
        <Chart look={look} data={data} testId="latency-chart" />
      ) : (
        <div class="chart-place">
          <Nothing>Each shot adds a bar here.</Nothing>
        </div>
      )}
      <OtherLatencies latencies={latencies.filter((item) => item !== trigger)} />
    </Panel>
  );
};

const Figures = ({ latency }: { latency: Latency | undefined }) => {
  const measured = latency && latency.count > 0 ? latency : undefined;
  const figure = (us: number | undefined) => (us === undefined ? "–" : microseconds(us));
  return (
    <dl class="figures" data-testid="latency-figures">
      <div>
        <dt>p50</dt>
        <dd data-testid="latency-p50">
          {figure(measured?.p50Us)}
          <small> µs</small>
        </dd>
      </div>
      <div>
        <dt>p99</dt>
        <dd>
          {figure(measured?.p99Us)}
          <small> µs</small>
        </dd>
      </div>
      <div>
        <dt>max</dt>
        <dd>
          {figure(measured?.maxUs)}
          <small> µs</small>
        </dd>
      </div>
      <div>
        <dt>samples</dt>
        <dd data-testid="latency-count">{latency ? count(latency.count) : "–"}</dd>
      </div>
    </dl>
  );
};

const OtherLatencies = ({ latencies }: { latencies: Latency[] }) =>
  latencies.length === 0 ? null : (
    <table class="small-table">
      <thead>
        <tr>
          <th scope="col">also measured, µs</th>
          <th scope="col">p50</th>
          <th scope="col">p90</th>
          <th scope="col">p99</th>
          <th scope="col">max</th>
        </tr>
      </thead>
      <tbody>
        {latencies.map(({ name, what, p50Us, p90Us, p99Us, maxUs }) => (
          <tr key={name} title={what}>
            <th scope="row">{name.replaceAll("_", " ")}</th>
            <td>{microseconds(p50Us)}</td>
            <td>{microseconds(p90Us)}</td>
            <td>{microseconds(p99Us)}</td>
            <td>{microseconds(maxUs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
