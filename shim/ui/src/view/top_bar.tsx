// The first line of the page: which rig, which version, since when, and whether the page hears it.
import { duration } from "../format/time";
import type { Store } from "../store/store";

export const TopBar = ({ store }: { store: Store }) => {
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
      <LinkLamp store={store} />
    </header>
  );
};

const Fact = ({ name, value }: { name: string; value: string | undefined }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value ?? "–"}</dd>
  </div>
);

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
