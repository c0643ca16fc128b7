/**
 * Loops written by hand in WebAssembly: what passes over arrays are held to. Measured on two cores
 * of an AMD EPYC (Zen 5) whose multiply-adds reach 65 GFLOP/s each.
 */

/** GFLOP/s per core of the machine of the figures. */
export const handPeak = 65e9;

/** Microseconds on one thread and on two, for so many elements. */
interface HandLoop {
  readonly one: number;
  readonly two: number;
  readonly elements: number;
}

const million = 1_000_000;

/** What a loop was written for. */
export type HandLooped = 'add' | 'exp' | 'tanh' | 'gelu' | 'sum' | 'adam' | 'softmax';

const handLoops: Readonly<Record<HandLooped, HandLoop>> = {
  add: { one: 110, two: 66, elements: million },
  exp: { one: 540, two: 280, elements: million },
  tanh: { one: 425, two: 218, elements: million },
  gelu: { one: 680, two: 350, elements: million },
  sum: { one: 30, two: 21, elements: million },
  adam: { one: 320, two: 166, elements: 669_706 },
  softmax: { one: 80, two: 42, elements: 128_000 },
};

/** Whether there is a loop of that name. */
export function isHandLooped(name: string): name is HandLooped {
  return Object.hasOwn(handLoops, name);
}

/** Seconds that the loop takes over so many elements, on one thread and on two. */
export function handSeconds(name: HandLooped, elements: number): readonly [number, number] {
  const { one, two, elements: measured } = handLoops[name];
  const scale = elements / measured / 1e6;
  return [one * scale, two * scale];
}
