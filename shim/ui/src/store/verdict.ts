// The one sentence about the rig that the banner shows: from the link, the web process and the core, in this order.
import type { CoreLiveness } from "../decode/core_liveness";
import type { Status, TriggerWord } from "../decode/status";
import { duration, inSeconds } from "../format/time";
import type { LinkState } from "../link/link";
import type { Received } from "./store";

export type Tone = "quiet" | "wait" | "ready" | "hot" | "bad";

export interface Verdict {
  word: string;
  tone: Tone;
  icon: TriggerWord | "stopped" | "unlinked" | "waiting";
  /** Why, or what it means. May hold an age: it is not read aloud. */
  sentence: string;
}

const states: Readonly<Record<TriggerWord, Omit<Verdict, "icon">>> = {
  disarmed: { word: "DISARMED", tone: "quiet", sentence: "Nothing fires until the trigger is armed." },
  settling: { word: "SETTLING", tone: "wait", sentence: "Waiting for a still picture. Motion does not fire yet." },
  armed: { word: "ARMED", tone: "ready", sentence: "Watching. Motion in the region of interest fires the strobe." },
  fired: { word: "FIRED", tone: "hot", sentence: "Motion seen. The strobe pattern runs." },
  priming: { word: "PRIMING", tone: "wait", sentence: "Waking the camera with trigger pulses. Motion does not fire." },
  cooldown: { word: "COOLDOWN", tone: "wait", sentence: "Resting after a shot. Motion does not fire." },
};

/** The core speaks at least once a second. */
const silentMs = 3000;

export interface Known {
  link: LinkState;
  core: Received<CoreLiveness> | null;
  status: Received<Status> | null;
}

export function verdictOf({ link, core, status }: Known, nowMs: number): Verdict {
  if (link.kind !== "open") return unlinked(link, status, nowMs);
  if (core !== null && !core.value.alive) return stopped(core.value, status, nowMs);
  if (status === null) return waiting(link.sinceMs, nowMs);
  const ageMs = nowMs - status.atMs;
  if (ageMs > silentMs) return silent(status.value.state, ageMs);
  return { ...states[status.value.state], icon: status.value.state };
}

const lastKnown = (status: Received<Status> | null, nowMs: number): string =>
  status === null ? "" : ` Last known: ${states[status.value.state].word}, ${duration(nowMs - status.atMs)} ago.`;

function unlinked(link: LinkState, status: Received<Status> | null, nowMs: number): Verdict {
  if (link.kind !== "lost") {
    return { word: "CONNECTING", tone: "wait", icon: "waiting", sentence: "Calling the web process." };
  }
  const retry = `trying again ${inSeconds(link.retryAtMs - nowMs)} (try ${link.failures}).`;
  return {
    word: "NO CONNECTION",
    tone: "bad",
    icon: "unlinked",
    sentence: `The page lost the connection to the web process, ${retry}${lastKnown(status, nowMs)}`,
  };
}

function stopped(core: CoreLiveness, status: Received<Status> | null, nowMs: number): Verdict {
  const why = core.why === "" ? "The web process does not hear the core." : capital(core.why);
  const word = core.state === "RUNNING" ? "SILENT" : core.state;
  const tone = core.state === "STARTING" || core.state === "STOPPING" ? "wait" : "bad";
  return { word, tone, icon: "stopped", sentence: `${why}${/[.!?]$/.test(why) ? "" : "."}${lastKnown(status, nowMs)}` };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const waiting = (sinceMs: number, nowMs: number): Verdict => ({
  word: "NO STATUS YET",
  tone: "wait",
  icon: "waiting",
  sentence: `Connected for ${duration(nowMs - sinceMs)}; the core has not said anything. Is it running?`,
});

const silent = (state: TriggerWord, ageMs: number): Verdict => ({
  word: "SILENT",
  tone: "bad",
  icon: "stopped",
  sentence: `The core has been silent for ${duration(ageMs)}. Last known: ${states[state].word}.`,
});
