// How long to wait before the next try: doubling from a quarter second to five seconds.

const firstMs = 250;
const lastMs = 5000;

/** `failures` in a row, from 1. */
export const backoffMs = (failures: number): number => Math.min(lastMs, firstMs * 2 ** Math.max(0, failures - 1));
