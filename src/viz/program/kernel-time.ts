/** How long a kernel takes, for pictures. */

import type { ExplainedKernel } from '../../explain/index.js';

/** An estimate, or a measured time, from nanoseconds. */
function timeText(nanoseconds: number): string {
  if (nanoseconds < 1000) return `${nanoseconds.toFixed(0)} ns`;
  const [value, unit] = nanoseconds < 1e6 ? [nanoseconds / 1e3, 'µs'] : [nanoseconds / 1e6, 'ms'];
  return `${Number(value.toPrecision(2))} ${unit}`;
}

/** The measured time of one run where there is one, else the estimate. */
export function kernelTime({ work, milliseconds }: ExplainedKernel, runs: number): string {
  if (milliseconds === null) return `about ${timeText(work)}`;
  return `${timeText((milliseconds * 1e6) / Math.max(1, runs))} measured`;
}
