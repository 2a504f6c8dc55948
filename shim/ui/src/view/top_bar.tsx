// The first line of the page: which rig, which version, since when, and whether the page hears it.
import { duration } from "../format/time";
import type { Session } from "../store/session";
import type { Store } from "../store/store";

export const TopBar = ({ store, session }: { store: Store; session: Session }) => {
  const status = store.status.value?.value;
  const upMs = status ? store.clock.ageMs(status.startedMonoMs, store.slowMs.value) : null;
  return (
    <header class="top-bar">
      <h1>
        <img
          src={document.querySelector<HTMLLinkElement>("link[rel=icon]")?.href ?? ""}
          alt=""
          width="22"
          height="22"
        />
        Tripline
      </h1>
      <dl class="facts">
        <Fact name="rig" value={status?.rig} />
        <Fact name="profile" value={status?.profile} />
        <Fact name="core" value={status && `${status.version} · pid ${status.pid}`} />
        <Fact name="up" value={upMs === null || !store.live ? undefined : duration(upMs)} />
      </dl>
      <Caller session={session} />
      {session.state.value.kind !== "out" && <LinkLamp store={store} />}
    </header>
  );
};

const Fact = ({ name, value }: { name: string; value: string | undefined }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value ?? "–"}</dd>
  </div>
);

const Caller = ({ session }: { session: Session }) => {
  const state = session.state.value;
  if (state.kind !== "in" || !state.canLogOut) return null;
  return (
    <p class="caller">
      <span data-testid="role">may {state.role}</span>
      <button type="button" class="plain-button" data-testid="log-out" onClick={() => void session.logOut()}>
        Log out
      </button>
    </p>
  );
};

const LinkLamp = ({ store }: { store: Store }) => {
  const { kind } = store.link.value;
  const word =
    kind !== "open" ? (kind === "lost" ? "not connected" : "connecting") : store.live ? "live" : "core not heard";
  return (
    <p class="link-lamp" data-link={kind} data-live={store.live} data-testid="link">
      <span class="lamp" aria-hidden="true" />
      {word}
    </p>
  );
};
