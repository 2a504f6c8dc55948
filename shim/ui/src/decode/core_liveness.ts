// The text message of the web process: is the core alive, and if not, why.

export interface CoreLiveness {
  alive: boolean;
  state: string;
  why: string;
  heartbeatAgeMs: number | null;
}

/** Null: not such a message. */
export function readLiveness(text: string): CoreLiveness | null {
  if (text.length > 65536) return null;
  try {
    const core: unknown = (JSON.parse(text) as { core?: unknown } | null)?.core;
    if (typeof core !== "object" || core === null) return null;
    const { alive, state, why, heartbeat_age_ms: age } = core as Record<string, unknown>;
    if (typeof alive !== "boolean" || typeof state !== "string") return null;
    return {
      alive,
      state,
      why: typeof why === "string" ? why : "",
      heartbeatAgeMs: typeof age === "number" && age >= 0 ? age : null,
    };
  } catch {
    return null;
  }
}
