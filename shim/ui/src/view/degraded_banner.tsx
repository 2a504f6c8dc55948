// Red, when the core lacks what it needs to be on time: what is missing, and what mends it.
import type { Store } from "../store/store";
import { Remedy } from "./remedy";

export const DegradedBanner = ({ store }: { store: Store }) => {
  const status = store.status.value?.value;
  if (!status || (status.realtime && status.degraded.length === 0)) return null;
  return (
    <section class="degraded-banner" role="alert" data-testid="degraded" data-old={!store.live}>
      <h2>{status.realtime ? "DEGRADED" : "REAL TIME DEGRADED"}</h2>
      <ul>
        {status.degraded.map(({ what, remedy }) => (
          <li key={what}>
            {what}
            <Remedy text={remedy} />
          </li>
        ))}
        {status.degraded.length === 0 && (
          <li>A real-time thread runs with ordinary scheduling; shots may come late.</li>
        )}
      </ul>
    </section>
  );
};
