// The link stands only while the page may listen: it starts once that is known, and rests while nobody is logged in.
import type { Session } from "../store/session";

export interface Resting {
  start(): void;
  pause(): void;
}

/** Asks who the page is and follows what comes of it. The result: whether the link is started. */
export function whileAllowed(session: Session, link: Resting): () => boolean {
  let started = false;
  const start = () => {
    if (!started) link.start();
    started = true;
  };
  session.state.subscribe(({ kind }) => {
    if (kind === "in") start();
    if (kind !== "out") return;
    link.pause();
    started = false;
  });
  void session.ask().then(() => {
    // Without an answer the link tries on, and says so.
    if (session.state.value.kind === "unknown") start();
  });
  return () => started;
}
