// The live picture with the regions the trigger watches.
import { duration } from "../format/time";
import type { Store } from "../store/store";
import { GrayCanvas } from "./gray_canvas";
import { Nothing, Panel } from "./panel";
import { ProvenanceBadge } from "./provenance_badge";
import { RegionOverlay } from "./region_overlay";

/** Previews come at least this often while the camera runs, even at the slowest setting that makes sense. */
const oldMs = 3000;

export const PreviewPanel = ({ store }: { store: Store }) => {
  const preview = store.preview.value;
  const ageMs = preview ? Math.max(0, store.slowMs.value - preview.atMs) : 0;
  const frame = preview?.value;
  const old = preview !== null && (ageMs > oldMs || !store.live);
  return (
    <Panel id="preview-panel" title="Live picture" old={old} aside={frame && <ProvenanceBadge of={frame.provenance} />}>
      <div class="picture">
        {frame ? (
          <GrayCanvas frame={frame} label="Live picture of the camera" testId="preview" />
        ) : (
          <Nothing>No picture yet. It comes with the camera's first frame.</Nothing>
        )}
        {frame && <RegionOverlay frame={frame} />}
        {old && <p class="picture-age">{duration(ageMs)} old</p>}
      </div>
      <ul class="legend">
        <li>
          <span class="key roi" aria-hidden="true" />
          region of interest
        </li>
        <li>
          <span class="key guard" aria-hidden="true" />
          guard ring
        </li>
        <li class="push">
          {frame ? `${frame.width * frame.step} × ${frame.height * frame.step} px · frame ${frame.frameSequence}` : ""}
        </li>
      </ul>
    </Panel>
  );
};
