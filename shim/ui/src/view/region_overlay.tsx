// Where the trigger looks, drawn over a picture: the region of interest and the guard ring around it.
import type { Frame, Rect } from "../decode/frame";

export const RegionOverlay = ({ frame }: { frame: Frame }) => {
  const [width, height] = [frame.width * frame.step, frame.height * frame.step];
  const ringed = frame.guard !== null && !same(frame.guard, frame.roi);
  return (
    <svg class="regions" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {ringed && <Region name="guard" rect={frame.guard} />}
      <Region name="roi" rect={frame.roi} />
    </svg>
  );
};

const Region = ({ name, rect }: { name: string; rect: Rect | null }) =>
  rect && rect.width > 0 ? <rect class={name} data-testid={name} {...rect} /> : null;

const same = (a: Rect | null, b: Rect | null): boolean =>
  a !== null && b !== null && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
