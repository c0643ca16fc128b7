/**
 * One call of a function, run and recorded, and its replays: what stands between tensors, with
 * their gradients, and the recordings of the runtime, which know nodes and values only.
 */

import { ValueError } from '../../errors.js';
import { alias, full, realized } from '../../graph/builders/index.js';
import type { DType } from '../../graph/dtype.js';
import { gradEnabled, withGradMode } from '../../graph/grad-mode.js';
import type { Node } from '../../graph/node.js';
import { type Shape, sameShape, show } from '../../graph/shape.js';
import type { Storage } from '../../graph/storage.js';
import { at } from '../../list.js';
import { type Realized, realizeRecorded } from '../../runtime/realize/realize.js';
import { type Recording, recordingOf } from '../../runtime/replay/recording.js';
import { Replay } from '../../runtime/replay/replay.js';
import { Recorder, withRecorder } from '../../runtime/values/recorder.js';
import { storageOf } from '../../runtime/values/settle.js';
import { heldGradient } from '../handle/gradient-read.js';
import { Tensor } from '../handle/tensor.js';
import { currentGenerator } from '../make/generator.js';
import { mapTensors } from './result-tree.js';

/** A function of tensors that returns tensors in arrays and objects. */
export type Step = (...args: readonly Tensor[]) => unknown;

/** Whose a gradient is: an argument by its number, or a tensor from outside. */
type Receiver = number | Tensor;

/** A gradient that the call leaves behind. */
interface LeftGradient {
  readonly receiver: Receiver;
  readonly gradient: Tensor;
}

/** Gradients after a call. */
interface Gradients {
  readonly left: readonly LeftGradient[];
  /** Whose gradients the call set or cleared. */
  readonly touched: readonly Receiver[];
  /** Arguments whose gradients from before the call it would have built on, had there been any. */
  readonly awaited: readonly number[];
}

interface ArgumentLooks {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly requiresGrad: boolean;
}

/** A recorded call that may be replayed. */
export class Capture {
  readonly recording: Recording;
  readonly #replay: Replay;
  readonly #looks: readonly ArgumentLooks[];
  readonly #gradEnabled: boolean = gradEnabled();
  /** What the function returned, with tensors that have only their looks. */
  readonly #results: unknown;
  readonly #gradients: Gradients;

  constructor(
    args: readonly Tensor[],
    recording: Recording,
    results: unknown,
    gradients: Gradients,
  ) {
    this.recording = recording;
    this.#replay = new Replay(recording);
    this.#looks = args.map(({ shape, dtype, requiresGrad }) => ({ shape, dtype, requiresGrad }));
    this.#results = mapTensors(results, blank);
    this.#gradients = {
      left: gradients.left.map(({ receiver, gradient }) => {
        return { receiver, gradient: blank(gradient) };
      }),
      touched: gradients.touched,
      awaited: gradients.awaited,
    };
  }

  /** Whether the recording is of a call with arguments that look like these. */
  fits(args: readonly Tensor[]): boolean {
    if (args.length !== this.#looks.length || this.#gradEnabled !== gradEnabled()) return false;
    for (const [i, looks] of this.#looks.entries()) {
      const { node } = at(args, i);
      if (looks.dtype !== node.dtype || looks.requiresGrad !== node.requiresGrad) return false;
      if (!sameShape(looks.shape, node.shape)) return false;
    }
    return true;
  }

  /** Whether a replay would do what the function would do. */
  isValid(args: readonly Tensor[]): boolean {
    for (const index of this.#gradients.awaited) {
      if (at(args, index).grad !== null) return false;
    }
    return this.#replay.isValid();
  }

  /** What the function would return. */
  replay(args: readonly Tensor[]): unknown {
    const random = this.recording.streams.map(({ stream, count }) => {
      const drawn = stream ?? currentGenerator();
      const state = drawn.getState();
      drawn.advanceTo({ seed: state.seed, counter: state.counter + count });
      return state;
    });
    const values = args.map(({ node }) => storageOf(node));
    return this.deliver(args, this.#replay.run(values, random));
  }

  /** Gives gradients to whom they belong, and returns the results. */
  deliver(args: readonly Tensor[], values: readonly Storage[]): unknown {
    let next = 0;
    const take = ({ shape }: Tensor): Tensor => {
      next += 1;
      return new Tensor(realized(at(values, next - 1), shape));
    };
    const results = mapTensors(this.#results, take);
    const find = (receiver: Receiver): Tensor =>
      typeof receiver === 'number' ? at(args, receiver) : receiver;
    for (const receiver of this.#gradients.touched) find(receiver).grad = null;
    for (const { receiver, gradient } of this.#gradients.left) {
      find(receiver).grad = take(gradient);
    }
    return results;
  }
}

/** Runs `fn` and computes what it returns; arguments have values. */
export function capture(
  fn: Step,
  args: readonly Tensor[],
): { readonly captured: Capture; readonly results: unknown } {
  const recorder = new Recorder();
  const inner = args.map(innerArgument);
  args.forEach((arg, i) => {
    const standIn = inner[i]?.tensor;
    if (arg.grad === null || standIn === undefined) return;
    recorder.heldGradients.set(standIn, heldGradient(calledArgument(i, arg)));
  });
  const currentStream = currentGenerator();
  const { returned, gradients } = run(fn, inner, recorder);
  checkArguments(inner, recorder);
  const tensors: Tensor[] = [];
  mapTensors(returned, (tensor) => {
    tensors.push(tensor);
    return tensor;
  });
  tensors.push(...gradients.left.map(({ gradient }) => gradient));
  const asked = withGradMode(false, () => tensors.map(({ node }) => alias(node)));
  const recording = recordingOf({
    recorder,
    batch: compute(asked, recorder),
    args: inner.map(({ given }) => given),
    asked,
    currentStream,
  });
  const captured = new Capture(args, recording, returned, gradients);
  return { captured, results: captured.deliver(args, asked.map(storageOf)) };
}

/** What the function gets for an argument: a tensor of its own, which nothing outside knows. */
interface InnerArgument {
  readonly tensor: Tensor;
  readonly given: Node;
}

function innerArgument(arg: Tensor): InnerArgument {
  const given = realized(storageOf(arg.node), arg.shape);
  const tensor = new Tensor(given);
  if (arg.requiresGrad) tensor.requiresGrad = true;
  return { tensor, given };
}

function run(
  fn: Step,
  inner: readonly InnerArgument[],
  recorder: Recorder,
): { readonly returned: unknown; readonly gradients: Gradients } {
  const tensors = inner.map(({ tensor }) => tensor);
  try {
    const returned = withRecorder(recorder, () => fn(...tensors));
    return { returned, gradients: takeGradients(tensors, recorder) };
  } catch (error) {
    takeGradients(tensors, recorder);
    throw error;
  }
}

/**
 * Collects the gradients that outlive the call, and clears all: those of leaves that the call
 * updated have served their purpose, the others are computed and given back.
 */
function takeGradients(inner: readonly Tensor[], recorder: Recorder): Gradients {
  const left: LeftGradient[] = [];
  const touched: Receiver[] = [];
  for (const tensor of recorder.gradients) {
    if (!(tensor instanceof Tensor)) continue;
    const index = inner.indexOf(tensor);
    const isArgument = index !== -1;
    if (!isArgument && recorder.isInner(tensor)) continue;
    const { grad } = tensor;
    const receiver = isArgument ? index : tensor;
    if (grad !== null && !recorder.assigned.has(tensor)) left.push({ receiver, gradient: grad });
    touched.push(receiver);
    tensor.grad = null;
  }
  const awaited = [...inner.keys()].filter((index) => recorder.gradientReads.has(at(inner, index)));
  return { left, touched, awaited };
}

function checkArguments(inner: readonly InnerArgument[], recorder: Recorder): void {
  const assigned = inner.findIndex(({ tensor }) => recorder.assigned.has(tensor));
  if (assigned !== -1) {
    throw new ValueError(
      `compile: the function assigns to its argument ${assigned}. Use the tensor from outside ` +
        'instead of passing it, or return the new value',
    );
  }
}

/** An argument in a sentence: `argument 0, of shape [2]`, with its label if it has one. */
export function calledArgument(index: number, { shape, label }: Tensor): string {
  return `argument ${index}${label === '' ? '' : ` (${label})`}, of shape ${show(shape)}`;
}

/**
 * Computes everything that the call left to compute; when that fails, the call has done nothing.
 */
function compute(asked: readonly Node[], recorder: Recorder): Realized {
  try {
    return realizeRecorded(asked, recorder);
  } catch (error) {
    for (const { undo } of recorder.hooks.toReversed()) undo();
    throw error;
  }
}

/** A tensor that looks like this one, and holds nothing. */
function blank({ shape, dtype }: Tensor): Tensor {
  return new Tensor(full(shape, 0, dtype));
}
