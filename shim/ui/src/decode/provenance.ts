// Where data comes from, in the contract's words.
import { Provenance as WireProvenance } from "../../generated/tripline/wire/provenance";

export type Provenance = "measured" | "derived" | "simulated" | "replayed" | "unknown";

export const readProvenance = (value: WireProvenance): Provenance =>
  (WireProvenance[value] as Provenance | undefined) ?? "unknown";
