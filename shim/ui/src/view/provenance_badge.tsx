// Says where data comes from, wherever the data is shown.
import type { Provenance } from "../decode/provenance";

const meaning: Readonly<Record<Provenance, string>> = {
  measured: "From a real sensor, bus or clock of this machine",
  derived: "Computed from other data",
  simulated: "Made by a built-in twin, not real",
  replayed: "Captured earlier and played back",
  unknown: "The core did not say where this comes from",
};

export const ProvenanceBadge = ({ of }: { of: Provenance }) => (
  <span class={`tag provenance ${of}`} title={meaning[of]} data-testid="provenance">
    {of.toUpperCase()}
  </span>
);
