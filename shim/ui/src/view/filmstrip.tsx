// The pictures around a shot, in order; the trip frame is marked. Picking one shows it large.
import type { Frame } from "../decode/frame";
import { places } from "../store/shot_album";
import { GrayCanvas } from "./gray_canvas";

interface FilmstripProps {
  frames: ReadonlyMap<number, Frame>;
  picked: number;
  onPick(place: number): void;
}

const placeText = (place: number): string => (place === 0 ? "trip" : place > 0 ? `+${place}` : `−${-place}`);

export const Filmstrip = ({ frames, picked, onPick }: FilmstripProps) => (
  <ol class="filmstrip" data-testid="filmstrip" data-frames={frames.size} aria-label="Pictures of the shot">
    {places.map((place) => {
      const frame = frames.get(place);
      return (
        <li key={place}>
          <button
            type="button"
            class="film"
            aria-pressed={picked === place}
            data-trip={place === 0}
            onClick={() => onPick(place)}
          >
            {frame ? (
              <GrayCanvas frame={frame} label={`Picture ${placeText(place)}`} testId="film" />
            ) : (
              <span class="film-place">…</span>
            )}
            <span class="film-label">{placeText(place)}</span>
          </button>
        </li>
      );
    })}
  </ol>
);
