/**
 * Every error a user can meet, one class per kind, built with the name of the op, the facts and the
 * likely fix. Knows nothing of the rest of the library. A message that starts with `internal:` is a
 * bug of ours, not a mistake of the caller.
 */

/** More frames than a call through this package is deep. */
const MAX_FRAMES = 100;

/** This file, as it is and as the build names the file that it becomes a part of. */
const thisFile = /\/(src\/errors\.ts|dist\/chunks\/engine\.js)(\?|$)/;

/**
 * Where this package's code is, built and not; none in a bundle, which holds the user's code too.
 */
const packageFolders: readonly string[] = foldersOf(import.meta.url);

function foldersOf(url: string | undefined): readonly string[] {
  const [, file] = thisFile.exec(url ?? '') ?? [];
  if (url === undefined || file === undefined) return [];
  const root = '../'.repeat(file.split('/').length - 1);
  return ['dist/', 'src/'].flatMap((folder) => {
    const { href, pathname } = new URL(root + folder, url);
    return [href, decodeURI(pathname)];
  });
}

/** Drops this package's own frames, so that the first frame a user sees is their own line. */
export function pointAtCaller(error: Error): void {
  if (packageFolders.length === 0) return;
  const limit = Error.stackTraceLimit;
  const [head, ...frames] = deepStack(error, pointAtCaller).split('\n    at ');
  const theirs = callersAmong(frames);
  if (theirs.length > 0) error.stack = [head, ...theirs.slice(0, limit)].join('\n    at ');
}

/**
 * The line of the user's that called this package, `file:line:column`; null where none is known.
 */
export function callersLine(): string | null {
  if (packageFolders.length === 0) return null;
  const [, ...frames] = deepStack(new Error(), callersLine).split('\n    at ');
  const [frame] = callersAmong(frames);
  return frame === undefined ? null : frame.replace(/^.*\((.*)\)$/, '$1');
}

function callersAmong(frames: readonly string[]): string[] {
  const theirs: string[] = [];
  let isOurs = false;
  // From the outermost: what the engine calls for us (`Array.map (<anonymous>)`) is ours, too.
  for (const frame of frames.toReversed()) {
    const isEngine = frame.endsWith('(<anonymous>)') || frame.startsWith('wasm://');
    isOurs = isEngine ? isOurs : packageFolders.some((folder) => frame.includes(folder));
    if (!isOurs) theirs.unshift(frame);
  }
  return theirs;
}

/**
 * The stack below the call of `top`, with as many frames as there are, where the engine can say.
 */
function deepStack(error: Error, top: (error: Error) => unknown): string {
  const { stackTraceLimit, captureStackTrace } = Error;
  if (typeof captureStackTrace !== 'function') return error.stack ?? '';
  try {
    Error.stackTraceLimit = MAX_FRAMES;
    captureStackTrace.call(Error, error, top);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return error.stack ?? '';
}

/**
 * Shapes that do not fit together, or a dimension that does not exist.
 *
 * @example
 * try {
 *   ones([2, 3]).matmul(ones([4, 3]));
 * } catch (error) {
 *   console.log(error instanceof ShapeError); // true
 * }
 */
export class ShapeError extends Error {
  override readonly name: string = 'ShapeError';
  constructor(message: string) {
    super(message);
    pointAtCaller(this);
  }
}

/**
 * A dtype that an operation cannot take.
 *
 * @example
 * try {
 *   tensor([1, 2], { dtype: 'int32', requiresGrad: true });
 * } catch (error) {
 *   console.log(error instanceof DTypeError); // true
 * }
 */
export class DTypeError extends TypeError {
  override readonly name: string = 'DTypeError';
  constructor(message: string) {
    super(message);
    pointAtCaller(this);
  }
}

/**
 * An index outside of the dimension that it selects from.
 *
 * @example
 * try {
 *   tensor([1, 2, 3]).at(3);
 * } catch (error) {
 *   console.log(String(error)); // IndexError: at: index 3 is out of range for dim 0 of [3]
 * }
 */
export class IndexError extends RangeError {
  override readonly name: string = 'IndexError';
  constructor(message: string) {
    super(message);
    pointAtCaller(this);
  }
}

/**
 * An argument whose type is right and whose value is not (a NaN learning rate, a negative size).
 *
 * @example
 * try {
 *   new nn.Dropout(2);
 * } catch (error) {
 *   console.log(String(error)); // ValueError: Dropout: p must be a probability, 0 to 1, got 2
 * }
 */
export class ValueError extends RangeError {
  override readonly name: string = 'ValueError';
  constructor(message: string) {
    super(message);
    pointAtCaller(this);
  }
}

/**
 * Device memory that has no room for a value, though everything has left that can.
 *
 * @example
 * try {
 *   zeros([100_000, 100_000]).toTypedArray(); // 40 GB
 * } catch (error) {
 *   console.log(error instanceof MemoryError); // true
 * }
 */
export class MemoryError extends RangeError {
  override readonly name: string = 'MemoryError';
  constructor(message: string) {
    super(message);
    pointAtCaller(this);
  }
}

/**
 * A use of the autograd engine that has no meaning, such as `backward()` without any gradient.
 *
 * @example
 * try {
 *   ones([2]).sum().backward(); // nothing here requires a gradient
 * } catch (error) {
 *   console.log(error instanceof GradientError); // true
 * }
 */
export class GradientError extends Error {
  override readonly name: string = 'GradientError';
  constructor(message: string) {
    super(message);
    pointAtCaller(this);
  }
}

/**
 * A read that needs a version of a leaf which has been replaced and forgotten since.
 *
 * @example
 * const w = tensor([1, 2], { requiresGrad: true });
 * const optimizer = new optim.SGD([w], { lr: 0.1 });
 * const step = (): void => {
 *   w.square().sum().backward();
 *   optimizer.step();
 * };
 * step();
 * const logits = w.mul(3);
 * step();
 * step();
 * try {
 *   logits.toArray(); // of values of w that are gone
 * } catch (error) {
 *   console.log(error instanceof StaleTensorError); // true
 * }
 */
export class StaleTensorError extends Error {
  override readonly name: string = 'StaleTensorError';
  constructor(message: string) {
    super(message);
    pointAtCaller(this);
  }
}

/**
 * A file that is missing, truncated, corrupt, or not of the format that it was read as.
 *
 * @example
 * import { decodeSafetensors } from 'chainrule/io';
 *
 * try {
 *   decodeSafetensors(new Uint8Array(3), 'weights.safetensors');
 * } catch (error) {
 *   console.log(error instanceof DataError); // true
 * }
 */
export class DataError extends Error {
  override readonly name: string = 'DataError';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    pointAtCaller(this);
  }
}

/** Ends a `switch` over a union; reaching it at run time is a bug of ours. */
export function assertNever(value: never): never {
  throw new Error(`internal: unexpected ${JSON.stringify(value)}`);
}

/** An error for a state that should not be reachable. */
export function internal(message: string): Error {
  return new Error(`internal: ${message}`);
}

/** Lists allowed values in a message: `'mean', 'sum' or 'none'`. */
export function oneOf(values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}
