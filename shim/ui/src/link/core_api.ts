// The requests about the core's process. Addresses are relative: the page may be served from below any path.
import { type CoreProcess, readCoreProcess, readProblem } from "../decode/core_process";

export type Verb = "start" | "stop" | "restart";

export interface Answer {
  core: CoreProcess | null;
  /** Why nothing was done; empty: it was, or is on its way. */
  refusal: string;
}

export interface CoreApi {
  /** Null: the web process does not answer. */
  read(): Promise<CoreProcess | null>;
  ask(verb: Verb): Promise<Answer>;
}

export type Fetch = (address: string, init?: RequestInit) => Promise<Pick<Response, "ok" | "status" | "json">>;

export const coreApi = (fetch: Fetch): CoreApi => ({
  read: async () => {
    try {
      const answer = await fetch("api/v1/core");
      return answer.ok ? readCoreProcess(await answer.json()) : null;
    } catch {
      return null;
    }
  },
  ask: async (verb) => {
    try {
      const answer = await fetch(`api/v1/core/${verb}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: "{}",
      });
      const document: unknown = await answer.json();
      if (answer.ok) return { core: readCoreProcess(document), refusal: "" };
      const { detail, core } = readProblem(document);
      return { core, refusal: detail || `The web process refused it (${answer.status}).` };
    } catch {
      return { core: null, refusal: "The web process does not answer." };
    }
  },
});
