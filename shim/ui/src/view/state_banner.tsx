// The state of the rig, readable from across the room: a word, a colour, an icon and a sentence.
import { useEffect } from "preact/hooks";
import { count } from "../format/number";
import type { Store } from "../store/store";
import { verdictOf } from "../store/verdict";
import { Icon } from "./icons";

export const StateBanner = ({ store }: { store: Store }) => {
  const [link, core, status] = [store.link.value, store.core.value, store.status.value];
  const verdict = verdictOf({ link, core, status }, Math.max(store.slowMs.value, status?.atMs ?? 0));
  const rig = status?.value.rig;
  useEffect(() => {
    document.title = [verdict.word, rig, "Tripline"].filter(Boolean).join(" · ");
  }, [verdict.word, rig]);
  return (
    <section class="state-banner" data-tone={verdict.tone} data-testid="state-banner" aria-label="State of the rig">
      <Icon name={verdict.icon} />
      <div class="state-words">
        <p class="state-word" data-testid="state" aria-live="polite" aria-atomic="true">
          {verdict.word}
        </p>
        <p class="state-sentence" data-testid="state-why">
          {verdict.sentence}
        </p>
      </div>
      <dl class="state-counts" data-old={!store.live}>
        <BannerCount name="shots" store={store} />
        <BannerCount name="frames" store={store} />
      </dl>
    </section>
  );
};

const BannerCount = ({ name, store }: { name: string; store: Store }) => {
  const counter = store.status.value?.value.counters.find((item) => item.name === name);
  return (
    <div>
      <dt>{name}</dt>
      <dd data-testid={`count-${name}`}>{counter ? count(counter.value) : "–"}</dd>
    </div>
  );
};
