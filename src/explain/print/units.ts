/** Bytes, times and counts in words. */

/** `1 kernel`, `3 kernels`. */
export function counted(count: number, noun: string): string {
  const many = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${count} ${count === 1 ? noun : many}`;
}

function short(x: number): string {
  return x >= 100 ? x.toFixed(0) : String(Number(x.toPrecision(2)));
}

/** Bytes with a unit of 1024s. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 2 ** 20 ? `${short(bytes / 1024)} KiB` : `${short(bytes / 2 ** 20)} MiB`;
}

/** A duration from nanoseconds. */
export function timeText(nanoseconds: number): string {
  if (nanoseconds < 1000) return `${short(nanoseconds)} ns`;
  return nanoseconds < 1e6 ? `${short(nanoseconds / 1000)} µs` : `${short(nanoseconds / 1e6)} ms`;
}
