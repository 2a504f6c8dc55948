// Numbers for people: the same width from one update to the next wherever possible.

/** `1 234 567` with narrow spaces. */
export const count = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, "\u202f");

/** Microseconds with three significant digits: `0.47`, `3.90`, `29.0`, `183`, `6 683`. */
export function microseconds(us: number): string {
  if (us < 10) return us.toFixed(2);
  return us < 99.95 ? us.toFixed(1) : count(us);
}

/** A physical value: up to six significant digits, integers whole, NaN and Inf by name. */
export function physical(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "−Inf";
  const size = Math.abs(value);
  const text =
    Number.isInteger(value) && size < 1e9
      ? String(value)
      : size !== 0 && (size >= 1e9 || size < 1e-4)
        ? value.toExponential(3)
        : size >= 1000
          ? value.toFixed(1)
          : size >= 10
            ? value.toFixed(2)
            : value.toFixed(3);
  return text.replaceAll("-", "−");
}

/** `41.3 %`, and `0 %` only for nothing at all. */
export function percent(fraction: number): string {
  if (fraction === 0) return "0 %";
  const value = fraction * 100;
  if (Math.abs(value) < 0.05) return value > 0 ? "< 0.1 %" : "> −0.1 %";
  return `${value.toFixed(1).replace("-", "−")} %`;
}

export const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** `can_decoded` → `can decoded`. */
export const words = (name: string): string => name.replaceAll("_", " ");
