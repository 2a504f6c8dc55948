// The strobe's pulses: as planned above, as made below, a pair of rows a line, on one axis from the first planned edge.
import type { Pulse, Shot, ShotLine } from "../decode/shot";
import { step } from "../format/time";
import { ProvenanceBadge } from "./provenance_badge";

export const PulseTimeline = ({ shot }: { shot: Shot }) => (
  <section class="pulses" aria-label="Strobe pulses" data-testid="pulses" data-pulses={shot.pulses.length}>
    <h3>
      Pulses <ProvenanceBadge of={shot.strobeProvenance} />
    </h3>
    {shot.strobeRefused !== "" && <p class="refused">No pulse was made: {shot.strobeRefused}</p>}
    {shot.strobeFault !== "" && <p class="refused">The pattern is not whole: {shot.strobeFault}</p>}
    {shot.pulses.length > 0 && <Timeline pulses={shot.pulses} lines={shot.strobeLines} />}
    {shot.pulses.length > 0 && <PulseTable pulses={shot.pulses} lines={shot.strobeLines} />}
  </section>
);

interface Lit {
  pulses: Pulse[];
  lines: ShotLine[];
}

const firstOf = (pulses: Pulse[]) =>
  pulses.reduce((first, pulse) => (pulse.plannedOnNs < first ? pulse.plannedOnNs : first), pulses[0]!.plannedOnNs);
const linesOf = (pulses: Pulse[]) => [...new Set(pulses.map((pulse) => pulse.line))];

const Timeline = ({ pulses, lines }: Lit) => {
  const first = firstOf(pulses);
  const endMs = Math.max(...pulses.map((pulse) => Number(pulse.plannedOffNs - first) / 1e6), 0.001) * 1.03;
  const used = linesOf(pulses);
  const at = (ns: bigint) => `${(5 + (Number(ns - first) / 1e6 / endMs) * 90).toFixed(3)}%`;
  return (
    <svg class="timeline" height={16 + 52 * used.length} aria-hidden="true">
      {used.map((line, i) => {
        const own = pulses.filter((pulse) => pulse.line === line);
        return (
          <g key={line}>
            {used.length > 1 && (
              <text class="tick" x="0" y={28 + 52 * i}>
                {lines[line]?.name ?? line}
              </text>
            )}
            <Row y={8 + 52 * i} name="planned" edges={own.map((pulse) => at(pulse.plannedOnNs))} />
            <Row y={30 + 52 * i} name="made" edges={own.map((pulse) => (pulse.onNs === 0n ? null : at(pulse.onNs)))} />
          </g>
        );
      })}
      {ticks(endMs).map((ms) => (
        <text key={ms} class="tick" x={at(first + BigInt(Math.round(ms * 1e6)))} y={12 + 52 * used.length}>
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

const PulseTable = ({ pulses, lines }: Lit) => {
  const first = firstOf(pulses);
  const several = linesOf(pulses).length > 1;
  return (
    <div class="pulse-scroll" tabIndex={0} role="group" aria-label="Pulses, planned and made">
      <table class="small-table">
        <thead>
          <tr>
            <th scope="col">pulse</th>
            {several && <th scope="col">line</th>}
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
              {several && <td>{lines[pulse.line]?.name ?? pulse.line}</td>}
              <td>{pulse.plannedOnNs === first ? "0" : step(pulse.plannedOnNs - first)}</td>
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
