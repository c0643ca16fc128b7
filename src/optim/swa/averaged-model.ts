/**
 * A model whose weights are an average of those of another while it trains.
 * Source: Izmailov et al., "Averaging weights leads to wider optima and better generalization",
 * 2018; https://pytorch.org/docs/stable/generated/torch.optim.swa_utils.AveragedModel.html
 */

import { noGrad } from '../../autodiff/index.js';
import { ValueError } from '../../errors.js';
import { Module } from '../../nn/module.js';
import * as signatures from '../../signatures/optim.js';
import { type Tensor, tensor } from '../../tensor/index.js';

/** The next average from the present one, the weight, and how many weights are in it. */
export type AverageOf = (average: Tensor, weight: Tensor, numAveraged: number) => Tensor;

/** Options of `AveragedModel`. */
export interface AveragedModelOptions {
  /** How to average, the mean of all by default; see `getEmaAvgFn`. */
  readonly avgFn?: AverageOf;
  /** Whether buffers such as running statistics are averaged, too; false by default. */
  readonly useBuffers?: boolean;
}

const meanOfAll: AverageOf = (average, weight, count) =>
  average.add(weight.sub(average).div(count + 1));

/**
 * For `avgFn`: the moving average `decay average + (1 - decay) weight`.
 *
 * Formula: `decay average + (1 - decay) weight`.
 *
 * @throws ValueError unless `decay` is in [0, 1].
 * @example
 * const average = optim.swaUtils.getEmaAvgFn(0.5)(tensor([0]), tensor([4]), 1);
 * console.log(average.item()); // 2
 */
export function getEmaAvgFn(decay = 0.999): AverageOf {
  signatures.getEmaAvgFn.check(arguments);
  if (!(decay >= 0 && decay <= 1)) {
    throw new ValueError(`getEmaAvgFn: decay must be in [0, 1], got ${decay}`);
  }
  return (average, weight) => average.mul(decay).add(weight.mul(1 - decay));
}

/**
 * A copy of `model` in `module`, whose parameters `updateParameters(model)` averages; the first
 * time it takes them as they are. Buffers stay as they were copied, unless `useBuffers`; see
 * `updateBn`. Keys of the state are `n_averaged` and `module.weight`.
 *
 * @throws what `deepcopy` of the model throws.
 * @example
 * const model = new nn.Linear(1, 1);
 * const ema = new optim.swaUtils.AveragedModel(model, {
 *   avgFn: optim.swaUtils.getEmaAvgFn(0.9),
 * });
 * ema.updateParameters(model);
 * console.log(Object.keys(ema.stateDict())); // [ 'n_averaged', 'module.weight', 'module.bias' ]
 */
export class AveragedModel<Model extends Module> extends Module {
  readonly module: Model;
  /** How many weights are in the average. */
  readonly nAveraged: Tensor;
  private readonly avgFn: AverageOf;
  private readonly useBuffers: boolean;

  constructor(model: Model, options: AveragedModelOptions = {}) {
    signatures.AveragedModel.check(arguments);
    super();
    this.nAveraged = this.registerBuffer('nAveraged', tensor(0, { dtype: 'int32' }));
    this.module = model.deepcopy();
    this.avgFn = options.avgFn ?? meanOfAll;
    this.useBuffers = options.useBuffers ?? false;
  }

  /** What the averaged model computes. */
  forward(...inputs: Parameters<Model['forward']>): ReturnType<Model['forward']> {
    signatures.AveragedModel$forward.check(arguments);
    const output: unknown = Reflect.apply(this.module.forward, this.module, inputs);
    return output as ReturnType<Model['forward']>;
  }

  private averaged(model: Module): Tensor[] {
    const parameters = model.parameters();
    return this.useBuffers ? [...parameters, ...model.buffers()] : parameters;
  }

  /** The next average; of whole numbers, which buffers may be, rounded towards 0. */
  private next(average: Tensor, weight: Tensor, count: number): Tensor {
    const { dtype } = average;
    if (dtype === 'float32' || dtype === 'float64') return this.avgFn(average, weight, count);
    return this.avgFn(average.to('float64'), weight.to('float64'), count).to(dtype);
  }

  /** Takes in the weights of `model` as they are now. @throws ValueError for another model. */
  updateParameters(model: Module): void {
    signatures.AveragedModel$updateParameters.check(arguments);
    const [averages, weights] = [this.averaged(this.module), this.averaged(model)];
    if (averages.length !== weights.length) {
      throw new ValueError(
        `AveragedModel.updateParameters: the model has ${weights.length} tensors, ` +
          `the average ${averages.length}`,
      );
    }
    const count = this.nAveraged.item();
    noGrad(() => {
      averages.forEach((average, i) => {
        const weight = weights[i]?.detach();
        if (weight === undefined) return;
        average.assign(count > 0 ? this.next(average.detach(), weight, count) : weight);
      });
      this.nAveraged.assign(count + 1);
    });
  }
}
