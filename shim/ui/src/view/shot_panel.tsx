// The last shot, whole: its pictures, its times, its pulses, and what the car did.
import { useState } from "preact/hooks";
import type { Shot } from "../decode/shot";
import { percent } from "../format/number";
import { duration } from "../format/time";
import type { ShotView } from "../store/shot_album";
import type { Store } from "../store/store";
import { Filmstrip } from "./filmstrip";
import { GrayCanvas } from "./gray_canvas";
import { Nothing, Panel } from "./panel";
import { ProvenanceBadge } from "./provenance_badge";
import { PulseTimeline } from "./pulse_timeline";
import { RegionOverlay } from "./region_overlay";
import { ShotSignals } from "./shot_signals";
import { ShotTimes } from "./shot_times";

export const ShotPanel = ({ store }: { store: Store }) => {
  const view = store.shot.value;
  const aside = view && <ShotAge store={store} shot={view.shot} />;
  return (
    <Panel id="shot-panel" title="Last shot" aside={aside}>
      {view ? (
        <ShotStory view={view} />
      ) : (
        <div class="shot-place">
          <Nothing>No shot yet. When the trigger is armed, motion in the region of interest makes one.</Nothing>
        </div>
      )}
    </Panel>
  );
};

const ShotAge = ({ store, shot }: { store: Store; shot: Shot }) => {
  const ageMs = store.clock.ageMs(Number(shot.decidedNs) / 1e6, store.slowMs.value);
  return (
    <>
      <span class="shot-number" data-testid="shot" data-shot={shot.shotId}>
        #{shot.shotId} · {shot.origin}
        {ageMs === null ? "" : ` · ${duration(ageMs)} ago`}
      </span>
      <ProvenanceBadge of={shot.frameProvenance} />
    </>
  );
};

const ShotStory = ({ view: { shot, frames } }: { view: ShotView }) => {
  const [place, setPlace] = useState(0);
  const frame = frames.get(place);
  return (
    <>
      <Filmstrip frames={frames} picked={place} onPick={setPlace} />
      <div class="shot-columns">
        <figure class="shot-picture">
          <div class="picture">
            {frame ? (
              <>
                <GrayCanvas frame={frame} label={`Picture ${place} of the shot`} testId="shot-picture" />
                <RegionOverlay frame={frame} />
              </>
            ) : (
              <Nothing>This picture has not come.</Nothing>
            )}
          </div>
          <figcaption>
            {place === 0 ? "trip frame" : `${place > 0 ? "+" : "−"}${Math.abs(place)}`}
            {frame ? ` · frame ${frame.frameSequence}` : ""}
          </figcaption>
        </figure>
        <ShotTimes shot={shot} />
        <Evidence shot={shot} />
      </div>
      <PulseTimeline shot={shot} />
      <ShotSignals signals={shot.signals} />
    </>
  );
};

/** What made it a shot, in the trigger's own measures. */
const Evidence = ({ shot }: { shot: Shot }) => (
  <table class="small-table evidence">
    <caption>Why it fired</caption>
    <tbody>
      <tr>
        <th scope="row">region changed</th>
        <td>{percent(shot.roiChanged)}</td>
      </tr>
      <tr>
        <th scope="row">guard changed</th>
        <td>{percent(shot.guardChanged)}</td>
      </tr>
      <tr>
        <th scope="row">residual</th>
        <td>{percent(shot.residual)}</td>
      </tr>
      <tr>
        <th scope="row">correlation</th>
        <td>{shot.correlation.toFixed(2).replace("-", "−")}</td>
      </tr>
      <tr>
        <th scope="row">real time</th>
        <td>{shot.realtime ? "yes" : "no"}</td>
      </tr>
    </tbody>
  </table>
);
