// Start, stop and restart of the core from the page: what can be pressed, what is asked first, what came of it.
import { signal } from "@preact/signals";
import type { CoreProcess } from "../decode/core_process";
import type { CoreApi, Verb } from "../link/core_api";

const possible: Readonly<Record<Verb, readonly string[]>> = {
  start: ["STOPPED", "FAILED"],
  stop: ["RUNNING", "STARTING", "FAILED"],
  restart: ["RUNNING", "FAILED"],
};

export class CoreSteering {
  readonly process = signal<CoreProcess | null>(null);
  /** What is being asked for right now. */
  readonly busy = signal<Verb | null>(null);
  /** What waits for a person's yes. */
  readonly question = signal<Verb | null>(null);
  /** Why the last request was refused. */
  readonly refusal = signal("");

  constructor(private readonly api: CoreApi) {}

  /** Reads anew how the core's process is; what was read before stays when nobody answers. */
  async refresh(): Promise<void> {
    const fresh = await this.api.read();
    if (fresh !== null) this.process.value = fresh;
  }

  can(verb: Verb): boolean {
    const core = this.process.value;
    return core !== null && core.able && this.busy.value === null && possible[verb].includes(core.state);
  }

  /** A button was pressed. What ends an armed core is asked first, and done by confirm() alone. */
  async press(verb: Verb, armed: boolean): Promise<void> {
    if (!this.can(verb)) return;
    if (armed && verb !== "start") {
      this.question.value = verb;
      return;
    }
    await this.act(verb);
  }

  async confirm(): Promise<void> {
    const verb = this.question.value;
    this.question.value = null;
    if (verb !== null && this.can(verb)) await this.act(verb);
  }

  cancel(): void {
    this.question.value = null;
  }

  private async act(verb: Verb): Promise<void> {
    this.busy.value = verb;
    this.refusal.value = "";
    const { core, refusal } = await this.api.ask(verb);
    this.busy.value = null;
    this.refusal.value = refusal;
    if (core !== null) this.process.value = core;
  }
}
