// The value of a signal as text: its choice where the DBC names one.
import type { SignalInfo } from "../decode/catalog";
import { physical } from "./number";

export interface ValueText {
  value: string;
  unit: string;
}

export function signalValue(info: Pick<SignalInfo, "choices" | "unit">, value: number | null): ValueText {
  if (value === null) return { value: "–", unit: "" };
  const choice = info.choices.get(value);
  if (choice !== undefined) return { value: choice, unit: `= ${physical(value)}` };
  return { value: physical(value), unit: info.unit };
}
