// The programs under test, each in a run directory of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A running program; what it says is kept for the report of a failure. */
export class Program {
  constructor(path, args) {
    this.name = path.split("/").at(-1);
    this.output = "";
    this.child = spawn(path, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.ended = once(this.child, "exit");
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on("data", (text) => (this.output += text));
  }

  get running() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits until its output matches; returns the match. */
  async says(pattern, timeoutMs = 20_000) {
    const untilMs = Date.now() + timeoutMs;
    for (;;) {
      const match = this.output.match(pattern);
      if (match) return match;
      if (!this.running || Date.now() > untilMs) throw new Error(`${this.name} never said ${pattern}:\n${this.output}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  /** Ends it; a program that ignores SIGTERM for ten seconds is killed. */
  async end(signal = "SIGTERM") {
    if (this.running) this.child.kill(signal);
    const killer = setTimeout(() => this.child.kill("SIGKILL"), 10_000);
    const [code] = this.running ? await this.ended : [this.child.exitCode];
    clearTimeout(killer);
    return code;
  }
}

/** A rig in temporary directories: core and web process, started and ended one by one. */
export class Rig {
  constructor(binDir) {
    this.binDir = binDir;
    this.dir = mkdtempSync(join(tmpdir(), "tripline-e2e-"));
    this.port = 0;
  }

  startCore(args = [], profile = "demo") {
    this.core = new Program(join(this.binDir, "tripline-rt"), [
      "--rig",
      "e2e",
      "--profile",
      profile,
      "--run-dir",
      join(this.dir, "run"),
      "--state-dir",
      join(this.dir, "state"),
      ...args,
    ]);
  }

  /** The first start takes any free port, later ones the same again. */
  async startWeb(args = []) {
    this.web = new Program(join(this.binDir, "tripline-web"), [
      "--rig",
      "e2e",
      "--run-dir",
      join(this.dir, "run"),
      "--port",
      String(this.port),
      ...args,
    ]);
    const [, port] = await this.web.says(/listening on http:\/\/[^:]+:(\d+)\//);
    this.port = Number(port);
  }

  /** One command of `tripline` on this rig; resolves when it has succeeded. */
  async command(...args) {
    const command = new Program(join(this.binDir, "tripline"), [...args, "--run-dir", join(this.dir, "run")]);
    const [code] = await command.ended;
    if (code !== 0) throw new Error(`tripline ${args.join(" ")}: exit ${code}\n${command.output}`);
  }

  get address() {
    return `http://127.0.0.1:${this.port}/`;
  }

  async end() {
    await Promise.all([this.web?.end(), this.core?.end()]);
    rmSync(this.dir, { recursive: true, force: true });
  }

  report() {
    return [this.core, this.web].map((program) => program && `--- ${program.name}\n${program.output}`).join("\n");
  }
}
