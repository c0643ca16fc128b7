/**
 * `Generator`: a stream of random numbers with a seed and a state, and which one is drawn from when
 * nothing else is said. Numbers are a function of (seed, counter), so a stream is two integers.
 */

import { ValueError } from '../../errors.js';
import { activeRecorder } from '../../runtime/values/recorder.js';
import * as signatures from '../../signatures/tensor.js';

/** State of a stream of random numbers: its seed, and how many have been drawn from it. */
export interface RandomState {
  readonly seed: number;
  readonly counter: number;
}

/** Seed of a stream that was not given one. */
const firstSeed = 0x9e3779b9;

function checkReplayable(op: string): void {
  if (activeRecorder() === null) return;
  throw new ValueError(`${op}: a function given to compile() cannot set the seed; do it outside`);
}

/** One round of MurmurHash3, whose constants these are. */
function mixed(hash: number, word: number): number {
  let bits = Math.imul(word ^ hash, 0xcc9e2d51);
  bits = Math.imul((bits << 15) | (bits >>> 17), 0x1b873593) ^ hash;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  return bits ^ (bits >>> 13);
}

/**
 * A stream of random numbers of its own. What draws random numbers takes one as its option
 * `generator`; `withGenerator` makes it the one that is drawn from without the option. PyTorch's
 * `torch.Generator`; the numbers are others.
 *
 * @param seed an integer; a fixed one by default, so that two new generators give equal numbers.
 * @throws ValueError unless the seed is an integer.
 *
 * @example
 * const generator = new Generator(7);
 * const noise = randn([3], { generator });
 * generator.setState({ seed: 7, counter: 0 });
 * console.log(randn([3], { generator }).equal(noise)); // true
 */
export class Generator {
  #initialSeed = firstSeed;
  #seed = firstSeed;
  #counter = 0;

  constructor(seed: number = firstSeed) {
    signatures.Generator.check(arguments);
    this.#restart('Generator', seed);
  }

  #restart(op: string, seed: number): this {
    if (!Number.isSafeInteger(seed)) {
      throw new ValueError(`${op}: the seed must be an integer, got ${seed}`);
    }
    this.#initialSeed = seed;
    this.#seed = seed;
    this.#counter = 0;
    return this;
  }

  /** Begins anew with this seed; returns the generator itself. @throws ValueError */
  manualSeed(seed: number): this {
    signatures.Generator$manualSeed.check(arguments);
    checkReplayable('manualSeed');
    return this.#restart('manualSeed', seed);
  }

  /** The seed that it began with. */
  initialSeed(): number {
    return this.#initialSeed;
  }

  /** Begins anew with a seed that nobody can tell beforehand, which is returned. */
  seed(): number {
    const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
    const seed = (high >>> 11) * 2 ** 32 + low;
    this.manualSeed(seed);
    return seed;
  }

  /** Where it is: what is drawn from here on follows from these two numbers. */
  getState(): RandomState {
    return { seed: this.#seed, counter: this.#counter };
  }

  /** Goes on from a state: the numbers that followed it follow again. */
  setState(state: RandomState): this {
    signatures.Generator$setState.check(arguments);
    checkReplayable('setState');
    return this.advanceTo(state);
  }

  /** `setState` for what may happen in the middle of a recorded function, such as a draw. */
  advanceTo(state: RandomState): this {
    signatures.Generator$advanceTo.check(arguments);
    const { seed, counter } = state;
    this.#seed = seed;
    this.#counter = counter;
    return this;
  }

  /**
   * A new generator, whose seed follows from this one, which moves on by one number: for a part of
   * a program that is to draw the same numbers whatever others draw meanwhile.
   */
  fork(): Generator {
    const { seed, counter } = this.draw(1);
    const words = [seed, counter].flatMap((value) => [value >>> 0, (value / 2 ** 32) >>> 0]);
    const [high, low] = [0x9e3779b9, 0x85ebca6b].map((first) => words.reduce(mixed, first) >>> 0);
    return new Generator(((high ?? 0) >>> 11) * 2 ** 32 + (low ?? 0));
  }

  /** Takes `count` numbers and returns the state at which they begin. */
  draw(count: number): RandomState {
    signatures.Generator$draw.check(arguments);
    const state = this.getState();
    this.#counter += count;
    return state;
  }
}

/**
 * The generator that is drawn from outside of `withGenerator`.
 * @example
 * manualSeed(7);
 * console.log(defaultGenerator.getState().seed); // 7
 */
export const defaultGenerator: Generator = new Generator();

let current: Generator = defaultGenerator;

/**
 * The generator that is drawn from when none is given.
 * @example
 * console.log(currentGenerator() === defaultGenerator); // true
 */
export function currentGenerator(): Generator {
  return current;
}

/**
 * Calls `fn`, in which everything that draws random numbers without a generator of its own draws
 * from this one: weights, dropout, orders. It ends when `fn` returns, so what an asynchronous
 * function does after its first `await` draws from the generator before.
 *
 * @example
 * const make = () => withGenerator(new Generator(1), () => new nn.Linear(4, 3));
 * console.log(make().weight.equal(make().weight)); // true
 */
export function withGenerator<Result>(generator: Generator, fn: () => Result): Result {
  signatures.withGenerator.check(arguments);
  const before = current;
  current = generator;
  try {
    return fn();
  } finally {
    current = before;
  }
}

/**
 * Restarts the random stream, that of `defaultGenerator` outside of `withGenerator`: the same calls
 * give the same numbers again, on every device and number of threads. They are not PyTorch's
 * numbers.
 * @throws ValueError unless the seed is an integer.
 * @example
 * manualSeed(7);
 * const first = rand([1]).item();
 * manualSeed(7);
 * console.log(rand([1]).item() === first); // true
 */
export function manualSeed(seed: number): void {
  signatures.manualSeed.check(arguments);
  current.manualSeed(seed);
}

/**
 * The state of the random stream that `manualSeed` sets, for a checkpoint.
 * @example
 * const state = getRandomState();
 * const first = rand([1]).item();
 * setRandomState(state);
 * console.log(rand([1]).item() === first); // true
 */
export function getRandomState(): RandomState {
  return current.getState();
}

/**
 * Continues the random stream from a saved state: the numbers that followed it follow again.
 * @example
 * const state = getRandomState();
 * const first = randn([2]).toArray();
 * setRandomState(state);
 * console.log(randn([2]).toArray()[0] === first[0]); // true
 */
export function setRandomState(state: RandomState): void {
  signatures.setRandomState.check(arguments);
  checkReplayable('setRandomState');
  current.advanceTo(state);
}
