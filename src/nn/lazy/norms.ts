/**
 * Norms that learn the channels of their input from the first one.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.LazyBatchNorm2d.html
 */

import * as signatures from '../../signatures/nn.js';
import { type Accepts, accepts, BatchNorm, type BatchNormOptions } from '../layers/batch-norm.js';
import { InstanceNorm, type InstanceNormOptions, spatialDims } from '../layers/instance-norm.js';

/**
 * `BatchNorm1d` whose `numFeatures` are the channels of the first input.
 * @example
 * const layer = new nn.LazyBatchNorm1d();
 * layer.forward(randn([2, 3, 4]));
 * console.log(layer.numFeatures); // 3
 */
export class LazyBatchNorm1d<Affine extends boolean = true> extends BatchNorm<Affine> {
  protected override readonly accepts: Accepts = accepts.of1d;

  constructor(options: BatchNormOptions<Affine> = {}) {
    signatures.LazyBatchNorm1d.check(arguments);
    super(null, options);
  }
}

/**
 * `BatchNorm2d` whose `numFeatures` are the channels of the first input.
 * @example
 * const layer = new nn.LazyBatchNorm2d();
 * layer.forward(randn([2, 3, 4, 4]));
 * console.log(layer.numFeatures); // 3
 */
export class LazyBatchNorm2d<Affine extends boolean = true> extends BatchNorm<Affine> {
  protected override readonly accepts: Accepts = accepts.of2d;

  constructor(options: BatchNormOptions<Affine> = {}) {
    signatures.LazyBatchNorm2d.check(arguments);
    super(null, options);
  }
}

/**
 * `BatchNorm3d` whose `numFeatures` are the channels of the first input.
 * @example
 * const layer = new nn.LazyBatchNorm3d();
 * layer.forward(randn([2, 3, 4, 4, 4]));
 * console.log(layer.numFeatures); // 3
 */
export class LazyBatchNorm3d<Affine extends boolean = true> extends BatchNorm<Affine> {
  protected override readonly accepts: Accepts = accepts.of3d;

  constructor(options: BatchNormOptions<Affine> = {}) {
    signatures.LazyBatchNorm3d.check(arguments);
    super(null, options);
  }
}

/**
 * `InstanceNorm1d` whose `numFeatures` are the channels of the first input.
 * @example
 * const layer = new nn.LazyInstanceNorm1d({ affine: true });
 * layer.forward(randn([2, 3, 4]));
 * console.log(layer.numFeatures); // 3
 */
export class LazyInstanceNorm1d extends InstanceNorm {
  protected override readonly spatial: readonly string[] = spatialDims.of1d;

  constructor(options: InstanceNormOptions = {}) {
    signatures.LazyInstanceNorm1d.check(arguments);
    super(null, options);
  }
}

/**
 * `InstanceNorm2d` whose `numFeatures` are the channels of the first input.
 * @example
 * const layer = new nn.LazyInstanceNorm2d({ affine: true });
 * layer.forward(randn([2, 3, 4, 4]));
 * console.log(layer.numFeatures); // 3
 */
export class LazyInstanceNorm2d extends InstanceNorm {
  protected override readonly spatial: readonly string[] = spatialDims.of2d;

  constructor(options: InstanceNormOptions = {}) {
    signatures.LazyInstanceNorm2d.check(arguments);
    super(null, options);
  }
}

/**
 * `InstanceNorm3d` whose `numFeatures` are the channels of the first input.
 * @example
 * const layer = new nn.LazyInstanceNorm3d({ affine: true });
 * layer.forward(randn([2, 3, 4, 4, 4]));
 * console.log(layer.numFeatures); // 3
 */
export class LazyInstanceNorm3d extends InstanceNorm {
  protected override readonly spatial: readonly string[] = spatialDims.of3d;

  constructor(options: InstanceNormOptions = {}) {
    signatures.LazyInstanceNorm3d.check(arguments);
    super(null, options);
  }
}
