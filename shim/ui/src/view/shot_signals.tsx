// What the CAN signals were when the shot was taken.
import type { SignalAtShot } from "../decode/shot";
import { physical } from "../format/number";
import { duration } from "../format/time";
import { ProvenanceBadge } from "./provenance_badge";

const maxShown = 200;

export const ShotSignals = ({ signals }: { signals: SignalAtShot[] }) =>
  signals.length === 0 ? null : (
    <section class="shot-signals" aria-label="Signals at the shot" data-testid="shot-signals">
      <h3>Signals at the shot</h3>
      <ul tabIndex={0}>
        {signals.slice(0, maxShown).map((signal) => (
          <li key={signal.name} data-stale={signal.stale}>
            <span class="signal-name">
              {signal.name}
              {signal.provenance === "derived" && <ProvenanceBadge of="derived" />}
            </span>
            <span class="signal-number">
              {physical(signal.value)} <small>{signal.unit}</small>
            </span>
            <small class="signal-age">
              {signal.stale ? "stale · " : ""}
              {duration(signal.ageMs)} before
            </small>
          </li>
        ))}
        {signals.length > maxShown && <li>and {signals.length - maxShown} more</li>}
      </ul>
    </section>
  );
