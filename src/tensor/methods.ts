/**
 * The operations as methods: `add(a, b)` is also `a.add(b)`. Their types and docs come from the
 * functions, so that each operation is written once.
 */

import type { Signature } from '../calls/index.js';
import type { Shape } from '../graph/shape.js';
import * as signatures from '../signatures/tensor.js';
import { Tensor } from './handle/tensor.js';
import type * as aliases from './ops/arrange/aliases.js';
import type * as diagonals from './ops/arrange/diagonals.js';
import type * as parts from './ops/arrange/parts.js';
import type * as rearrange from './ops/arrange/rearrange.js';
import type * as repeat from './ops/arrange/repeat.js';
import type * as triangle from './ops/arrange/triangle.js';
import * as ops from './ops/as-methods.js';
import type * as activation from './ops/elementwise/activation.js';
import type * as angles from './ops/elementwise/angles.js';
import type * as arithmetic from './ops/elementwise/arithmetic.js';
import type * as blend from './ops/elementwise/blend.js';
import type * as comparison from './ops/elementwise/comparison.js';
import type * as elementary from './ops/elementwise/elementary.js';
import type * as logic from './ops/elementwise/logic.js';
import type * as powers from './ops/elementwise/powers.js';
import type * as rounding from './ops/elementwise/rounding.js';
import type * as signs from './ops/elementwise/signs.js';
import type * as at from './ops/indexing/at.js';
import type * as nonzero from './ops/indexing/nonzero.js';
import type * as put from './ops/indexing/put.js';
import type * as scatter from './ops/indexing/scatter.js';
import type * as take from './ops/indexing/take.js';
import type * as covariance from './ops/linalg/covariance.js';
import type * as linalg from './ops/linalg/linalg.js';
import type * as products from './ops/linalg/products.js';
import type * as copy from './ops/movement/copy.js';
import type * as dimsModule from './ops/movement/dims.js';
import type { TupleOf } from './ops/movement/dims.js';
import type * as lookup from './ops/movement/lookup.js';
import type * as shape from './ops/movement/shape.js';
import type * as slicing from './ops/movement/slicing.js';
import type * as split from './ops/movement/split.js';
import type { PartsOf } from './ops/movement/split.js';
import type * as windows from './ops/movement/windows.js';
import type * as counting from './ops/order/counting.js';
import type { UniqueOptions } from './ops/order/counting.js';
import type * as medians from './ops/order/medians.js';
import type * as order from './ops/order/order.js';
import type * as quantiles from './ops/order/quantiles.js';
import type * as running from './ops/order/running.js';
import type * as search from './ops/order/search.js';
import type * as closeness from './ops/reduction/closeness.js';
import type * as extreme from './ops/reduction/extreme.js';
import type * as extremePlaces from './ops/reduction/extreme-places.js';
import type * as norm from './ops/reduction/norm.js';
import type * as reduce from './ops/reduction/reduce.js';
import type * as softmax from './ops/reduction/softmax.js';
import type * as statistics from './ops/reduction/statistics.js';
import type * as truth from './ops/reduction/truth.js';
import type { ValuesIndices } from './ops/reduction/values-indices.js';
import type * as withoutNan from './ops/reduction/without-nan.js';
import type * as errorFunction from './ops/special/error-function.js';
import type * as gamma from './ops/special/gamma.js';

/** The functions of a module without their first argument. */
type Methods<Module> = {
  [K in keyof Module]: Module[K] extends (x: never, ...rest: infer Rest) => infer Out
    ? (...rest: Rest) => Out
    : never;
};

/** Every operation without its first argument. */
export interface TensorMethods
  // One module at a time: editors find the docs of a function only where it is declared.
  extends Methods<typeof aliases>,
    Methods<typeof diagonals>,
    Methods<typeof dimsModule>,
    Methods<typeof parts>,
    Methods<typeof rearrange>,
    Methods<typeof repeat>,
    Methods<typeof triangle>,
    Methods<typeof activation>,
    Methods<typeof angles>,
    Methods<typeof arithmetic>,
    Methods<typeof blend>,
    Methods<typeof comparison>,
    Methods<typeof elementary>,
    Methods<typeof logic>,
    Methods<typeof powers>,
    Methods<typeof rounding>,
    Methods<typeof signs>,
    Methods<typeof at>,
    Methods<typeof nonzero>,
    Methods<typeof put>,
    Methods<typeof scatter>,
    Methods<typeof take>,
    Methods<typeof covariance>,
    Methods<typeof linalg>,
    Methods<typeof products>,
    Methods<typeof copy>,
    Methods<typeof lookup>,
    Methods<typeof shape>,
    Methods<typeof slicing>,
    Methods<typeof split>,
    Methods<typeof windows>,
    Methods<typeof counting>,
    Methods<typeof medians>,
    Methods<typeof order>,
    Methods<typeof quantiles>,
    Methods<typeof running>,
    Methods<typeof search>,
    Methods<typeof closeness>,
    Methods<typeof extreme>,
    Methods<typeof extremePlaces>,
    Methods<typeof norm>,
    Methods<typeof reduce>,
    Methods<typeof softmax>,
    Methods<typeof statistics>,
    Methods<typeof truth>,
    Methods<typeof withoutNan>,
    Methods<typeof errorFunction>,
    Methods<typeof gamma> {
  // Of several forms TypeScript takes the last above.
  /**
   * The largest element, as `amax`; along one dim values and indices; of two tensors the larger.
   */
  max(dim?: readonly number[] | null, keepdim?: boolean): Tensor;
  max(dim: number, keepdim?: boolean): ValuesIndices;
  max(other: Tensor): Tensor;
  /**
   * The smallest element, as `amin`; along one dim values and indices; of two tensors the smaller.
   */
  min(dim?: readonly number[] | null, keepdim?: boolean): Tensor;
  min(dim: number, keepdim?: boolean): ValuesIndices;
  min(other: Tensor): Tensor;
  /** The median of all elements; along one dim values and indices. */
  median(): Tensor;
  median(dim: number, keepdim?: boolean): ValuesIndices;
  /** The median of what is not NaN; along one dim values and indices. */
  nanmedian(): Tensor;
  nanmedian(dim: number, keepdim?: boolean): ValuesIndices;
  /** The places of what is not 0: rows, or with `asTuple` one list for each dim. */
  nonzero(options?: { readonly asTuple?: false }): Tensor;
  nonzero(options: { readonly asTuple: boolean }): Tensor[];
  /** The shape, or the size of one dim. */
  size(): Shape;
  size(dim: number): number;
  /** The shape of a tensor of `count` dims, as a tuple. @throws ShapeError for another number. */
  dims<const Count extends number>(count: Count): TupleOf<number, Count>;
  /** At most `chunks` parts of one size along a dim, a tuple where the number is written out. */
  chunk<const Count extends number>(chunks: Count, dim?: number): TupleOf<Tensor, Count>;
  /** Parts of one size along a dim, or of the listed sizes: then a tuple. */
  split<const Sizes extends number | readonly number[]>(size: Sizes, dim?: number): PartsOf<Sizes>;
  /** The elements, each once; with options a list of what was asked for. */
  unique(options?: OneResult): Tensor;
  unique(options: UniqueOptions): Tensor[];
  /** The elements without repetitions of a neighbour; with options a list of what was asked for. */
  uniqueConsecutive(options?: OneResult): Tensor;
  uniqueConsecutive(options: UniqueOptions): Tensor[];
}

/** Options of `unique` that ask for nothing beside the elements. */
type OneResult = UniqueOptions & { readonly returnInverse?: false; readonly returnCounts?: false };

declare module './handle/tensor.js' {
  interface Tensor extends TensorMethods {
    /** The dims in reverse order: of a matrix the transpose. */
    readonly T: Tensor;
    /** The last two dims swapped. */
    readonly mT: Tensor;
    /** The slices of the first dim, one after the other. */
    [Symbol.iterator](): Iterator<Tensor>;
  }
}

type AnyOp = (x: Tensor, ...rest: unknown[]) => unknown;

/** How many arguments a method takes: Infinity if any number. */
function mostOf(signature: Readonly<Signature> | undefined): number {
  const params = signature?.params;
  if (params === undefined || params.at(-1)?.isRest) return Number.POSITIVE_INFINITY;
  return params.length - 1;
}

const byName: Readonly<Record<string, Readonly<Signature>>> = signatures;

for (const [name, op] of Object.entries(ops)) {
  let most = -1;
  const method = function (this: Tensor, ...rest: unknown[]): unknown {
    if (rest.length > most) {
      if (most < 0) most = mostOf(byName[name]);
      if (rest.length > most) byName[name]?.check([this, ...rest]);
    }
    return (op as unknown as AnyOp)(this, ...rest);
  };
  Object.defineProperty(Tensor.prototype, name, {
    value: method,
    configurable: true,
    writable: true,
  });
}

/** Properties, and the walk over the first dim. */
Object.defineProperties(Tensor.prototype, {
  T: {
    get(this: Tensor): Tensor {
      return this.permute(this.shape.map((_, d) => this.ndim - 1 - d));
    },
    configurable: true,
  },
  mT: {
    get(this: Tensor): Tensor {
      return this.transpose(-2, -1);
    },
    configurable: true,
  },
  [Symbol.iterator]: {
    value(this: Tensor): Iterator<Tensor> {
      return this.unbind(0)[Symbol.iterator]();
    },
    configurable: true,
    writable: true,
  },
});
