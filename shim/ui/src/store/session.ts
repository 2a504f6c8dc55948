// Who the page is to the web process: what it may do, and whether it must log in first.
import { signal } from "@preact/signals";

export type Role = "none" | "read" | "operate" | "configure";
const ranks: readonly Role[] = ["none", "read", "operate", "configure"];

export type SessionState =
  | { kind: "unknown" }
  /** `why`: what went wrong with the last try; empty: nothing. */
  | { kind: "out"; why: string; busy: boolean }
  | { kind: "in"; role: Role; canLogOut: boolean };

/** As much of fetch() as is used; a test brings its own. */
export type Fetch = (
  url: string,
  options: { method: string; headers?: Record<string, string>; body?: string },
) => Promise<{ ok: boolean; status: number; json(): Promise<unknown> }>;

const whyNot = (status: number): string => {
  if (status === 401) return "This is not a token of this rig.";
  if (status === 429) return "Too many wrong tokens were tried. Wait a second, then try again.";
  return `The web process refused the login (${status}).`;
};

export class Session {
  readonly state = signal<SessionState>({ kind: "unknown" });

  /** `url`: of the session resource, relative to the page. */
  constructor(
    private readonly fetch: Fetch,
    private readonly url = "api/v1/session",
  ) {}

  /** True when the role may do what takes this one. Before it is known, buttons are not shown as usable. */
  allows(needed: Role): boolean {
    const state = this.state.value;
    return state.kind === "in" && ranks.indexOf(state.role) >= ranks.indexOf(needed);
  }

  /** Looks again. Without an answer nothing changes: the link says that the web process is gone. */
  async ask(): Promise<void> {
    const answer = await this.call("GET");
    if (answer?.ok !== true) return;
    const { role, login_needed, logout_possible } = answer.body;
    if (!ranks.includes(role as Role)) return;
    if (login_needed !== true) this.state.value = { kind: "in", role: role as Role, canLogOut: logout_possible === true };
    else if (this.state.value.kind !== "out") this.state.value = { kind: "out", why: "", busy: false };
  }

  async logIn(token: string): Promise<void> {
    this.state.value = { kind: "out", why: "", busy: true };
    const answer = await this.call("POST", { token });
    if (answer?.ok === true) return this.afterLogIn();
    const why = answer === null ? "The web process does not answer." : whyNot(answer.status);
    this.state.value = { kind: "out", why, busy: false };
  }

  async logOut(): Promise<void> {
    await this.call("DELETE");
    await this.ask();
  }

  private async afterLogIn(): Promise<void> {
    await this.ask();
    if (this.state.value.kind === "out")
      this.state.value = { kind: "out", why: "The browser did not keep the session: are cookies allowed?", busy: false };
  }

  /** null: no answer, or none that can be read. */
  private async call(method: string, content?: object) {
    const body = content && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(content) };
    try {
      const response = await this.fetch(this.url, { method, ...body });
      const read = method === "GET" && response.ok;
      return {
        ok: response.ok,
        status: response.status,
        body: read ? ((await response.json()) as Record<string, unknown>) : {},
      };
    } catch {
      return null;
    }
  }
}
