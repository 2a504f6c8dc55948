// Red, when the core lacks what it needs to be on time: what is missing, and what mends it.
import type { Store } from "../store/store";

export const DegradedBanner = ({ store }: { store: Store }) => {
  const status = store.status.value?.value;
  if (!status || (status.realtime && status.degraded.length === 0)) return null;
  return (
    <section class="degraded-banner" role="alert" data-testid="degraded">
      <h2>{status.realtime ? "DEGRADED" : "REAL TIME DEGRADED"}</h2>
      <ul>
        {status.degraded.map(({ what, remedy }) => (
          <li key={what}>
            {what}
            {remedy !== "" && (
              <span class="remedy">
                To mend it: <code>{remedy}</code>
              </span>
            )}
          </li>
        ))}
        {status.degraded.length === 0 && <li>A real-time thread runs with ordinary scheduling; shots may come late.</li>}
      </ul>
    </section>
  );
};
