// Camera, strobe and CAN buses: what they are, how they are, and whether they are real.
import type { Device } from "../decode/status";
import { duration } from "../format/time";
import type { Store } from "../store/store";
import { ProvenanceBadge } from "./provenance_badge";

const roleWord: Readonly<Record<string, string>> = { camera: "Camera", strobe: "Strobe", can: "CAN" };
const rateWord: Readonly<Record<string, string>> = { camera: "fps", strobe: "pulses/s", can: "frames/s" };

export const DeviceStrip = ({ store }: { store: Store }) => (
  <section class="device-strip" aria-label="Devices" data-testid="devices" data-old={!store.live}>
    {(store.status.value?.value.devices ?? []).map((device) => (
      <DeviceCard
        key={`${device.role} ${device.name}`}
        device={device}
        live={store.live}
        ageMs={ageOf(store, device)}
      />
    ))}
  </section>
);

/** Age of the last delivery; null: none yet, or the strobe, which rests most of the time. */
const ageOf = (store: Store, { role, lastMonoMs }: Device): number | null =>
  role === "strobe" || lastMonoMs === 0 ? null : store.clock.ageMs(lastMonoMs, store.slowMs.value);

interface DeviceCardProps {
  device: Device;
  live: boolean;
  ageMs: number | null;
}

const DeviceCard = ({ device, live, ageMs }: DeviceCardProps) => {
  const late = ageMs !== null && ageMs > 2500;
  return (
    <article class="device" data-state={live ? device.state : "unheard"} data-testid="device">
      <h3>
        {roleWord[device.role] ?? device.role} <span class="device-name">{device.name}</span>
      </h3>
      <ProvenanceBadge of={device.provenance} />
      <p class="device-detail" title={device.detail}>
        {device.detail || "–"}
      </p>
      <p class="device-state">
        <span class="lamp" aria-hidden="true" />
        {live ? device.state : `was ${device.state}`}
        {live && device.role !== "strobe" && ` · ${device.rateHz.toFixed(0)} ${rateWord[device.role] ?? "/s"}`}
        {late && <span class="late"> · last {duration(ageMs)} ago</span>}
      </p>
    </article>
  );
};
