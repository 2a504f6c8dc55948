// The strobe's pulses: as planned above, as made below, on one axis from the first planned edge.
import type { Pulse, Shot } from "../decode/shot";
import { step } from "../format/time";
import { ProvenanceBadge } from "./provenance_badge";

export const PulseTimeline = ({ shot }: { shot: Shot }) => (
  <section class="pulses" aria-label="Strobe pulses" data-testid="pulses" data-pulses={shot.pulses.length}>
    <h3>
      Pulses <ProvenanceBadge of={shot.strobeProvenance} />
    </h3>
    {shot.strobeRefused !== "" && <p class="refused">No pulse was made: {shot.strobeRefused}</p>}
    {shot.pulses.length > 0 && <Timeline pulses={shot.pulses} />}
    {shot.pulses.length > 0 && <PulseTable pulses={shot.pulses} />}
  </section>
);

const Timeline = ({ pulses }: { pulses: Pulse[] }) => {
  const first = pulses[0]!.plannedOnNs;
  const endMs = Math.max(...pulses.map((pulse) => Number(pulse.plannedOffNs - first) / 1e6), 0.001) * 1.03;
  const at = (ns: bigint) => `${(5 + (Number(ns - first) / 1e6 / endMs) * 90).toFixed(3)}%`;
  return (
    <svg class="timeline" height="68" aria-hidden="true">
      <Row y={8} name="planned" edges={pulses.map((pulse) => at(pulse.plannedOnNs))} />
      <Row y={30} name="made" edges={pulses.map((pulse) => (pulse.onNs === 0n ? null : at(pulse.onNs)))} />
      {ticks(endMs).map((ms) => (
        <text key={ms} class="tick" x={at(first + BigInt(Math.round(ms * 1e6)))} y="64">
          {ms} ms
        </text>
      ))}
    </svg>
  );
};

const Row = ({ y, name, edges }: { y: number; name: string; edges: (string | null)[] }) => (
  <g class={name}>
    <line class="base" x1="5%" x2="95%" y1={y + 16} y2={y + 16} />
    {edges.map((x, i) => x !== null && <line key={i} class="pulse" x1={x} x2={x} y1={y} y2={y + 16} />)}
  </g>
);

/** Round marks, at most six. */
function ticks(endMs: number): number[] {
  const size = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((ms) => endMs / ms <= 6) ?? 5000;
  return Array.from({ length: Math.floor(endMs / size) + 1 }, (_, i) => Number((i * size).toFixed(1)));
}

const PulseTable = ({ pulses }: { pulses: Pulse[] }) => {
  const first = pulses[0]!.plannedOnNs;
  return (
    <div class="pulse-scroll" tabIndex={0} role="group" aria-label="Pulses, planned and made">
      <table class="small-table">
        <thead>
          <tr>
            <th scope="col">pulse</th>
            <th scope="col">planned</th>
            <th scope="col">made late by</th>
            <th scope="col">on-time planned</th>
            <th scope="col">on-time made</th>
          </tr>
        </thead>
        <tbody>
          {pulses.map((pulse, i) => (
            <tr key={i} class={pulse.overlong ? "overlong" : ""}>
              <th scope="row">{i + 1}</th>
              <td>{i === 0 ? "0" : step(pulse.plannedOnNs - first)}</td>
              <td>{pulse.onNs === 0n ? "not made" : step(pulse.onNs - pulse.plannedOnNs)}</td>
              <td>{step(pulse.plannedOffNs - pulse.plannedOnNs).slice(1)}</td>
              <td>
                {pulse.offNs === 0n ? "–" : step(pulse.offNs - pulse.onNs).slice(1)}
                {pulse.overlong && " OVERLONG"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
