// The core's process: how it is, its last words when it failed, and the buttons that start and stop it.
import { useEffect, useRef } from "preact/hooks";
import type { Verb } from "../link/core_api";
import type { CoreSteering } from "../store/core_steering";
import type { Session } from "../store/session";
import type { Store } from "../store/store";

const words: Readonly<Record<Verb, { button: string; busy: string }>> = {
  start: { button: "Start", busy: "Starting…" },
  stop: { button: "Stop", busy: "Stopping…" },
  restart: { button: "Restart", busy: "Restarting…" },
};

const keepers: Readonly<Record<string, string>> = {
  systemd: "kept by systemd",
  supervisor: "kept by tripline rig run",
  none: "started and stopped by hand",
};

interface Props {
  store: Store;
  session: Session;
  steering: CoreSteering;
}

export const CoreBar = ({ store, session, steering }: Props) => {
  const heard = store.core.value?.value;
  const linked = store.link.value.kind === "open";
  useEffect(() => {
    if (linked) void steering.refresh();
  }, [linked, heard?.state, heard?.why]);
  const core = steering.process.value;
  const refusal = steering.refusal.value || core?.refusal;
  return (
    <section class="core-bar" data-testid="core-bar" aria-label="The core's process" data-old={!linked}>
      <p class="core-words">
        Core <b data-testid="core-state">{core?.state.toLowerCase() ?? "–"}</b>
        {core && <span class="core-keeper"> · {keepers[core.by] ?? core.by}</span>}
        {refusal && (
          <span class="core-refusal" role="alert" data-testid="core-refusal">
            {refusal}
          </span>
        )}
      </p>
      <div class="core-buttons">
        {(["start", "stop", "restart"] as const).map((verb) => (
          <VerbButton key={verb} verb={verb} store={store} session={session} steering={steering} />
        ))}
      </div>
      {core?.state === "FAILED" && core.log.length > 0 && (
        <pre class="core-log" data-testid="core-log">
          {core.log.join("\n")}
        </pre>
      )}
      <Question steering={steering} />
    </section>
  );
};

const isArmed = (store: Store): boolean => store.live && store.status.value?.value.state !== "disarmed";

const VerbButton = ({ verb, store, session, steering }: Props & { verb: Verb }) => (
  <button
    type="button"
    class="action"
    data-testid={`core-${verb}`}
    disabled={!steering.can(verb) || !session.allows("operate") || store.link.value.kind !== "open"}
    onClick={() => void steering.press(verb, isArmed(store))}
  >
    {steering.busy.value === verb ? words[verb].busy : words[verb].button}
  </button>
);

/** Modal, so that nothing else can be pressed; the Escape key means no. */
const Question = ({ steering }: { steering: CoreSteering }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const verb = steering.question.value;
  useEffect(() => {
    if (verb !== null) dialog.current?.showModal();
    else dialog.current?.close();
  }, [verb]);
  return (
    <dialog ref={dialog} class="question" data-testid="core-question" onClose={() => steering.cancel()}>
      <p>
        The trigger is armed. {verb === "restart" ? "Restart" : "Stop"} the core all the same? Nothing fires meanwhile.
      </p>
      <div class="core-buttons">
        <button type="button" class="action" data-testid="core-no" onClick={() => steering.cancel()}>
          Leave it armed
        </button>
        <button type="button" class="action grave" data-testid="core-yes" onClick={() => void steering.confirm()}>
          {verb === null ? "" : words[verb].button}
        </button>
      </div>
    </dialog>
  );
};
