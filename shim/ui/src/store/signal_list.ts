// Which signals the CAN table shows, in which order, and which of those are in view.
import type { SignalInfo } from "../decode/catalog";

export type SortKey = "name" | "message" | "value";

export interface SignalOrder {
  filter: string;
  key: SortKey;
  descending: boolean;
}

const matches = (info: SignalInfo, words: readonly string[]): boolean => {
  const id = info.expression === "" ? info.canId.toString(16) : info.expression;
  const text = `${info.name} ${info.dbcName} ${info.message} ${info.provenance} ${info.unit} ${id}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

/** Indices of the catalogue. All words of the filter must occur. Signals without a value come last. */
export function listSignals(
  infos: readonly SignalInfo[],
  order: SignalOrder,
  valueAt: (index: number) => number | null,
): number[] {
  const words = order.filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = infos.flatMap((info, index) => (matches(info, words) ? [index] : []));
  const sign = order.descending ? -1 : 1;
  const byName = (a: number, b: number) => infos[a]!.name.localeCompare(infos[b]!.name, "en");
  const byMessage = (a: number, b: number) => infos[a]!.message.localeCompare(infos[b]!.message, "en") || byName(a, b);
  const byValue = (a: number, b: number) => compareValues(valueAt(a), valueAt(b), sign) || byName(a, b);
  if (order.key === "value") return shown.sort(byValue);
  const compare = order.key === "name" ? byName : byMessage;
  return shown.sort((a, b) => sign * compare(a, b));
}

function compareValues(a: number | null, b: number | null, sign: number): number {
  const [aHas, bHas] = [a !== null && !Number.isNaN(a), b !== null && !Number.isNaN(b)];
  if (!aHas || !bHas) return Number(bHas) - Number(aHas);
  return sign * (a! - b!);
}

export interface Window {
  first: number;
  last: number;
}

/** Rows worth drawing: those in view and a few around them; `last` is one past the end. */
export function windowOf(count: number, rowPx: number, scrollPx: number, viewPx: number): Window {
  const margin = 4;
  const first = Math.max(0, Math.min(count, Math.floor(scrollPx / rowPx) - margin));
  return { first, last: Math.min(count, Math.max(first, Math.ceil((scrollPx + viewPx) / rowPx) + margin)) };
}
