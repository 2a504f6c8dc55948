// Times and ages, short enough for a table.

/** `120 ms`, `1.2 s`, `45 s`, `3 min 5 s`, `2 h 4 min`, `5 d 3 h`. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return "–";
  const whole = Math.max(0, ms);
  if (whole < 999.5) return `${Math.round(whole)} ms`;
  if (whole < 9950) return `${(whole / 1000).toFixed(1)} s`;
  const seconds = Math.round(whole / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`;
}

/** `now`, or `in 3 s`. */
export const inSeconds = (ms: number): string => (ms <= 500 ? "now" : `in ${Math.ceil(ms / 1000)} s`);

/** Nanoseconds between two instants, in the unit that suits: `+870 ns`, `+3.42 µs`, `+1.751 ms`. */
export function step(ns: bigint): string {
  const value = Number(ns);
  const sign = value < 0 ? "−" : "+";
  const size = Math.abs(value);
  if (size < 1e3) return `${sign}${size} ns`;
  if (size < 1e6) return `${sign}${(size / 1e3).toFixed(2)} µs`;
  if (size < 1e9) return `${sign}${(size / 1e6).toFixed(3)} ms`;
  return `${sign}${(size / 1e9).toFixed(3)} s`;
}

/** Time of day of the person who looks, `14:03:22.481`; `null` is a time that is not known yet. */
export function timeOfDay(wallMs: number | null): string {
  if (wallMs === null || !Number.isFinite(wallMs)) return "--:--:--.---";
  const date = new Date(wallMs);
  const two = (value: number) => String(value).padStart(2, "0");
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return `${clock}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}
