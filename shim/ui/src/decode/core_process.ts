// What the web process knows of the core's process, and whether it can start and stop it.

export interface CoreProcess {
  state: string;
  why: string;
  /** The last lines that the core said before it ended. */
  log: readonly string[];
  /** `systemd`, `supervisor` or `none`. */
  by: string;
  able: boolean;
  /** Why it cannot; empty where it can, or where nobody controls the core. */
  refusal: string;
}

const asRecord = (value: unknown): Record<string, unknown> | null =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;

const asText = (value: unknown): string => (typeof value === "string" ? value : "");

/** The answer of `api/v1/core`. Null: not such a document. */
export function readCoreProcess(document: unknown): CoreProcess | null {
  const core = asRecord(document);
  const control = asRecord(core?.["control"]);
  if (core === null || control === null || typeof core["state"] !== "string") return null;
  const log = core["log"];
  return {
    state: core["state"],
    why: asText(core["why"]),
    log: Array.isArray(log) ? log.filter((line): line is string => typeof line === "string") : [],
    by: asText(control["by"]),
    able: control["able"] === true,
    refusal: asText(control["refusal"]),
  };
}

/** What a problem document (RFC 9457) says to a person, and the core as it was then. */
export function readProblem(document: unknown): { detail: string; core: CoreProcess | null } {
  const problem = asRecord(document);
  const sentences = [asText(problem?.["detail"]), asText(problem?.["remedy"])]
    .filter((text) => text !== "")
    .map((text) => (/[.!?]$/.test(text) ? text : `${text}.`));
  return { detail: sentences.join(" "), core: readCoreProcess(problem?.["core"]) };
}
