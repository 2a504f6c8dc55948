// From the sensor to the light: when each step was done.
import type { Shot } from "../decode/shot";
import { count, microseconds } from "../format/number";
import { step } from "../format/time";

const causes = (shot: Shot): [string, bigint][] =>
  shot.origin === "input"
    ? [
        ["edge of the input", shot.inputNs],
        ["input in hand", shot.inputWokenNs],
      ]
    : [
        ["sensor finished", shot.sensorNs],
        ["frame delivered", shot.deliveredNs],
        ["decided", shot.decidedNs],
      ];

const steps = (shot: Shot): [string, bigint][] => [
  ...causes(shot),
  ["edge asked", shot.edgeAskedNs],
  ["edge done", shot.edgeDoneNs],
];

const Standing = ({ shot }: { shot: Shot }) => {
  const trigger = shot.latencies.find(({ name }) => name === "trigger");
  return trigger === undefined || trigger.count < 2 ? null : (
    <p class="explain" data-testid="shot-standing">
      Trigger {microseconds(trigger.us)} µs: {Math.round(trigger.shareAtMost * 100)} % of {count(trigger.count)} shots took at
      most as long.
    </p>
  );
};

export const ShotTimes = ({ shot }: { shot: Shot }) => (
  <div>
    <Steps shot={shot} />
    <Standing shot={shot} />
  </div>
);

const Steps = ({ shot }: { shot: Shot }) => {
  const rows = steps(shot);
  return (
    <table class="small-table times" data-testid="shot-times">
      <caption>Times</caption>
      <thead>
        <tr>
          <th scope="col">step</th>
          <th scope="col">since the first</th>
          <th scope="col">took</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ns], i) => {
          const before = i > 0 ? rows[i - 1]![1] : 0n;
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{ns === 0n ? "–" : i === 0 ? "0" : step(ns - shot.sensorNs)}</td>
              <td>{ns === 0n || before === 0n ? "" : step(ns - before)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
