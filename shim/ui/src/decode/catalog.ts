// Topic `catalog`: what signals there are.
import type { ByteBuffer } from "flatbuffers";
import { Catalog as WireCatalog } from "../../generated/tripline/wire/catalog";
import type { Signal as WireSignal } from "../../generated/tripline/wire/signal";
import { list, required } from "./checked_buffer";
import { type Header, readHeader } from "./header";
import { type Provenance, readProvenance } from "./provenance";

export interface SignalInfo {
  index: number;
  name: string;
  message: string;
  canId: number;
  extended: boolean;
  bus: string;
  unit: string;
  choices: ReadonlyMap<number, string>;
  provenance: Provenance;
  timeoutMs: number;
  comment: string;
  /** Name that the DBC has for it; empty: it is derived. */
  dbcName: string;
  /** How it is computed from other signals; empty: it is decoded. */
  expression: string;
}

export interface Catalog {
  topic: "catalog";
  header: Header;
  revision: number;
  signals: SignalInfo[];
}

const readSignal = (signal: WireSignal): SignalInfo => ({
  index: signal.index(),
  name: required(signal.name(), "signal.name"),
  message: required(signal.message(), "signal.message"),
  canId: signal.canId(),
  extended: signal.extended(),
  bus: signal.bus() ?? "",
  unit: signal.unit() ?? "",
  choices: new Map(
    list(
      signal.choicesLength(),
      (i) => signal.choices(i),
      (choice): [number, string] => [Number(choice.raw()), required(choice.name(), "choice.name")],
    ),
  ),
  provenance: readProvenance(signal.provenance()),
  timeoutMs: Number(signal.timeoutNs()) / 1e6,
  comment: signal.comment() ?? "",
  dbcName: signal.dbcName() ?? "",
  expression: signal.expression() ?? "",
});

export function readCatalog(bytes: ByteBuffer): Catalog {
  const catalog = WireCatalog.getRootAsCatalog(bytes);
  return {
    topic: "catalog",
    header: readHeader(catalog.header()),
    revision: catalog.revision(),
    signals: list(catalog.signalsLength(), (i) => catalog.signals(i), readSignal),
  };
}
