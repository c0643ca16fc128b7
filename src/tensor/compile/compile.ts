/**
 * `compile`: calls of a function that do the same are recorded, and then replayed without building
 * their graph again. What a replay may rely on is decided by two recordings that agree.
 */

import { GradientError, ValueError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import { realize, realizePending } from '../../runtime/realize/realize.js';
import { difference } from '../../runtime/replay/difference.js';
import { activeRecorder } from '../../runtime/values/recorder.js';
import * as signatures from '../../signatures/tensor.js';
import { replayRefusal } from '../handle/recording.js';
import { Tensor } from '../handle/tensor.js';
import { type Capture, calledArgument, capture, type Step } from './capture.js';
import { mapTensors } from './result-tree.js';

/** Recordings kept for one function: of several shapes, of training and evaluation. */
const MAX_KEPT = 16;

/** A function that replays what it did before; see `compile`. */
export interface Compiled<Args extends readonly Tensor[], Result> {
  (...args: Args): Result;
  /** How often the function itself has run; all other calls were replays. */
  readonly captures: number;
  /** Why the last run of the function gave no replay yet; null when it did. */
  readonly obstacle: string | null;
}

/** A recorded call, and whether another one has confirmed it. */
interface Kept {
  readonly capture: Capture;
  readonly isConfirmed: boolean;
}

/** The recordings of one function, the most recently used first. */
class CompiledStep {
  captures = 0;
  obstacle: string | null = 'it has not run twice';
  readonly #fn: Step;
  readonly #kept: Kept[] = [];

  constructor(fn: Step) {
    this.#fn = fn;
  }

  call(args: readonly Tensor[]): unknown {
    // Within another function that is being recorded it is a part of that one.
    if (activeRecorder() !== null) return this.#fn(...args);
    checkArguments(args);
    const refusal = replayRefusal();
    if (refusal !== null) return this.#runPlainly(args, refusal);
    realizePending();
    for (const { node } of args) if (node.value === null) realize([node]);
    const known = this.#find(args);
    return known === null ? this.#run(args) : known.replay(args);
  }

  #runPlainly(args: readonly Tensor[], reason: string): unknown {
    this.captures += 1;
    this.obstacle = reason;
    return mapTensors(this.#fn(...args), (result) => result.detach());
  }

  #find(args: readonly Tensor[]): Capture | null {
    const index = this.#kept.findIndex(({ capture: known, isConfirmed }) => {
      return isConfirmed && known.fits(args) && known.isValid(args);
    });
    if (index === -1) return null;
    if (index > 0) this.#kept.unshift(...this.#kept.splice(index, 1));
    return this.#kept[0]?.capture ?? null;
  }

  #run(args: readonly Tensor[]): unknown {
    this.captures += 1;
    // The run before in the same circumstances: an older one would confirm what alternates. Those
    // of the start count, since the run may leave gradients.
    const index = this.#kept.findIndex(({ capture: known }) => {
      return known.fits(args) && known.isValid(args);
    });
    const { captured, results } = capture(this.#fn, args);
    const [before] = index === -1 ? [] : this.#kept.splice(index, 1);
    this.obstacle =
      before === undefined
        ? 'it has not run twice in circumstances like these'
        : difference(before.capture.recording, captured.recording);
    this.#kept.unshift({ capture: captured, isConfirmed: this.obstacle === null });
    if (this.#kept.length > MAX_KEPT) this.#kept.pop();
    return results;
  }
}

function checkArguments(args: readonly unknown[]): void {
  for (const [i, arg] of args.entries()) {
    if (!(arg instanceof Tensor)) {
      refuseForeign('compile', arg);
      throw new ValueError(
        `compile: arguments must be tensors, argument ${i} is ${String(arg)}. Let the function ` +
          'close over what stays the same, and make tensors of what changes',
      );
    }
    if (arg.isLeaf) continue;
    throw new GradientError(
      `compile: ${calledArgument(i, arg)}, was computed from tensors that require ` +
        'a gradient. Compute it inside the function, or detach() it',
    );
  }
}

/**
 * The function, made faster: once two calls have done the same, further calls with tensors of the
 * same shapes and dtypes run the compiled program at once, without running the function. They give
 * the same values, bit for bit, as far as the function depends on tensors, on optimisers and on the
 * random stream of `manualSeed`. For steps whose time goes into building the graph rather than into
 * computing: small networks, above all.
 *
 * Anything else that the function reads from JavaScript stays as it was in those two calls, without
 * a word: a plain variable that changes later, a branch by `Math.random()`, the time, a file. Pass
 * what changes as a tensor argument, or a number by `liveNumber`; draw random numbers with `rand`
 * and its like; and expect no side effects. What differs between the two calls already is noticed:
 * then nothing is replayed, and `obstacle` says why.
 *
 * What makes the function run again by itself: other shapes, dtypes or `requiresGrad` of the
 * arguments, `train()` and `eval()`, `requiresGrad` of a parameter, `noGrad`, and hyper-parameters
 * that become 0 or cease to be. New values of parameters, learning rates and seeds are seen by
 * replays.
 *
 * Gradients live within the call: it starts without any, `optimizer.step()` uses them up, and those
 * of leaves that were not updated are in `grad` afterwards. The next call may not add to those:
 * clear them inside (`zeroGrad()` on the optimiser for its parameters, on any other leaf by itself,
 * such as an argument whose gradient is part of the loss). Results are detached.
 *
 * @param fn takes tensors and returns tensors, also in arrays and plain objects.
 * @throws ValueError when the function reads a value or sets the seed, or takes or returns
 *   something else than tensors; GradientError when it builds on gradients from before the call.
 * @example
 * const model = new nn.Linear(2, 1);
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
 * const step = compile((x: Tensor, y: Tensor) => {
 *   optimizer.zeroGrad();
 *   const loss = nn.functional.mseLoss(model.forward(x), y);
 *   loss.backward();
 *   optimizer.step();
 *   return loss;
 * });
 * for (let i = 0; i < 100; i++) step(ones([4, 2]), zeros([4, 1]));
 * console.log(step(ones([4, 2]), zeros([4, 1])).item() < 1e-6); // true
 */
export function compile<Args extends readonly Tensor[], Result>(
  fn: (...args: Args) => Result,
): Compiled<Args, Result> {
  signatures.compile.check(arguments);
  // The function is only called with what the compiled one was called with, and returns its
  // results.
  const step = new CompiledStep(fn as unknown as Step);
  const compiled = (...args: Args): Result => step.call(args) as Result;
  return Object.defineProperties(compiled, {
    captures: { get: () => step.captures },
    obstacle: { get: () => step.obstacle },
  }) as Compiled<Args, Result>;
}
