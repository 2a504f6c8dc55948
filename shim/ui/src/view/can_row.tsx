// One CAN signal: a click on its name draws it.
import type { SignalInfo } from "../decode/catalog";
import { signalValue } from "../format/signal_value";
import { duration } from "../format/time";
import type { SignalRow } from "../store/signal_table";
import { ProvenanceBadge } from "./provenance_badge";

interface CanRowProps {
  index: number;
  /** Place in the whole table, from 1, the head included. */
  position: number;
  row: SignalRow;
  picked: boolean;
  onPick(): void;
}

const arrow = { "-1": "▾", "0": "", "1": "▴" } as const;

export const CanRow = ({ index, position, row, picked, onPick }: CanRowProps) => {
  const { info, stale, trend } = row;
  const { value, unit } = signalValue(info, row.value);
  return (
    <tr
      class="can-row"
      data-testid="can-row"
      data-signal={info.name}
      data-index={index}
      data-stale={stale}
      aria-rowindex={position}
    >
      <th scope="row" class="name">
        <button type="button" aria-pressed={picked} title={explanation(info)} onClick={onPick}>
          {info.name}
        </button>
        {isDerived(info) && <ProvenanceBadge of={info.provenance} />}
      </th>
      <td class="value" data-testid="can-value">
        <span class="trend" data-trend={trend} aria-hidden="true">
          {arrow[`${trend}`]}
        </span>
        {value}
      </td>
      <td class="unit">{unit}</td>
      <td class="message" title={isDerived(info) ? info.expression : identifier(info)}>
        {isDerived(info) ? <span class="formula">{info.expression}</span> : info.message}
      </td>
      <td class="age">
        {stale && <span class="tag stale-tag">STALE</span>}
        {ageText(row)}
      </td>
    </tr>
  );
};

const isDerived = ({ expression }: SignalInfo): boolean => expression !== "";

/** What a signal means: its comment, its formula, or the name it had before the profile gave it another. */
function explanation({ name, comment, expression, dbcName }: SignalInfo): string {
  if (expression !== "") return `${comment === "" ? "" : `${comment}: `}${name} = ${expression}`;
  const renamed = dbcName === "" || name === dbcName || name.endsWith(`.${dbcName}`) ? "" : `${dbcName} in the DBC`;
  return [comment, renamed].filter(Boolean).join("; ") || `Draw ${name}`;
}

const identifier = ({ canId, extended, bus }: SignalInfo): string =>
  `0x${canId.toString(16).toUpperCase()}${extended ? " extended" : ""}${bus === "" ? "" : ` on ${bus}`}`;

/** A fresh value's age in steps of 10 ms: the digits below only flicker. */
function ageText({ value, ageMs, stale }: SignalRow): string {
  if (value === null) return "no value";
  if (ageMs === null) return "–";
  return duration(stale ? ageMs : Math.round(ageMs / 10) * 10);
}
