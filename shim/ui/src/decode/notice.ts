// Topics `alert` and `log`: what the core has to say to a person.
import type { ByteBuffer } from "flatbuffers";
import { Alert as WireAlert } from "../../generated/tripline/wire/alert";
import { AlertKind } from "../../generated/tripline/wire/alert-kind";
import { Log as WireLog } from "../../generated/tripline/wire/log";
import { LogLevel } from "../../generated/tripline/wire/log-level";
import { Severity } from "../../generated/tripline/wire/severity";
import { required } from "./checked_buffer";
import { type Header, readHeader } from "./header";

export type Level = "debug" | "info" | "warning" | "error";

export interface Alert {
  topic: "alert";
  header: Header;
  level: Level;
  kind: string;
  source: string;
  message: string;
  remedy: string;
  atMonoMs: number;
}

export interface Log {
  topic: "log";
  header: Header;
  level: Level;
  source: string;
  message: string;
  wallMs: number;
}

export function readAlert(bytes: ByteBuffer): Alert {
  const alert = WireAlert.getRootAsAlert(bytes);
  return {
    topic: "alert",
    header: readHeader(alert.header()),
    level: (Severity[alert.severity()] as Level | undefined) ?? "error",
    kind: AlertKind[alert.kind()] ?? "unknown",
    source: required(alert.source(), "source"),
    message: required(alert.message(), "message"),
    remedy: alert.remedy() ?? "",
    atMonoMs: Number(alert.atNs()) / 1e6,
  };
}

export function readLog(bytes: ByteBuffer): Log {
  const log = WireLog.getRootAsLog(bytes);
  return {
    topic: "log",
    header: readHeader(log.header()),
    level: (LogLevel[log.level()] as Level | undefined) ?? "error",
    source: required(log.source(), "source"),
    message: required(log.message(), "message"),
    wallMs: Number(log.wallNs()) / 1e6,
  };
}
