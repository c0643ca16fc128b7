/** Optimisers, schedulers and gradient clipping against PyTorch, step by step. */

import { optim, type Tensor, tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';
import type { FloatType } from '../tensor/fixture-cases.js';
import {
  expectValues,
  layerTolerance,
  load,
  loadLeaf,
  readFixture,
  type StoredNumber,
  type StoredTensor,
} from '../tensor/fixture-tensor.js';
import { type AnyScheduler, makeScheduler } from './make-scheduler.js';

interface OptimizerCase {
  readonly optimizer: string;
  readonly kind: string;
  readonly options: object;
  /** The loss is 1/2 sum(curvature * (p - target)^2). */
  readonly starts: readonly StoredTensor[];
  readonly targets: readonly StoredTensor[];
  readonly curvatures: readonly StoredTensor[];
  /** Each parameter after each step. */
  readonly trajectory: readonly (readonly (readonly StoredNumber[])[])[];
  /** Hyper-parameters that are set before a step, by its number from 0. */
  readonly changes?: Readonly<Record<string, object>>;
}

interface SchedulerCase {
  readonly scheduler: string;
  readonly kind: string;
  readonly lr: number;
  readonly options: Readonly<Record<string, unknown>>;
  readonly rates: readonly number[];
  /** Of schedulers that move the momentum, which starts as 0.9. */
  readonly momenta?: readonly number[];
  /** What ReduceLROnPlateau watches. */
  readonly metrics?: readonly number[];
}

interface ClippingCase {
  readonly kind: string;
  readonly maxNorm: number;
  readonly normType: StoredNumber;
  readonly gradients: readonly StoredTensor[];
  readonly total: StoredNumber;
  readonly clipped: readonly (readonly StoredNumber[])[];
}

const optimizers = readFixture<OptimizerCase>('optim/optimizers');
const schedulers = readFixture<SchedulerCase>('optim/schedulers');

function makeOptimizer(row: OptimizerCase, params: readonly Tensor[]): optim.Optimizer {
  const kind: unknown = Reflect.get(optim, row.optimizer);
  if (typeof kind !== 'function') throw new Error(`optim has no ${row.optimizer}`);
  return Reflect.construct(kind, [params, row.options]) as optim.Optimizer;
}

function lossOf(params: readonly Tensor[], row: OptimizerCase, float: FloatType): Tensor {
  return params
    .map((p, i) => {
      const [target, curvature] = [row.targets[i], row.curvatures[i]];
      if (!target || !curvature) throw new Error('the fixture has a parameter without a target');
      return p.sub(load(target, float)).square().mul(load(curvature, float)).sum().mul(0.5);
    })
    .reduce((total, term) => total.add(term));
}

function checkOptimizer(row: OptimizerCase, float: FloatType): void {
  const params = row.starts.map((stored) => loadLeaf(stored, float));
  const optimizer = makeOptimizer(row, params);
  row.trajectory.forEach((expected, step) => {
    Object.assign(optimizer.paramGroups[0] ?? {}, row.changes?.[step]);
    optimizer.zeroGrad();
    lossOf(params, row, float).backward();
    optimizer.step();
    params.forEach((p, i) => {
      expectValues(`parameter ${i}, step ${step + 1}`, p, expected[i] ?? [], layerTolerance);
    });
  });
}

describe.each(['float64', 'float32'] as const)('optimizers, %s', (float) => {
  for (const row of optimizers) {
    test(`${row.optimizer}: ${row.kind}`, () => checkOptimizer(row, float));
  }
});

/** One epoch more; only ReduceLROnPlateau is told a metric. */
function goOn(scheduler: AnyScheduler, metric: number | undefined): void {
  if (scheduler instanceof optim.lrScheduler.ReduceLROnPlateau) scheduler.step(metric ?? 0);
  else scheduler.step();
}

describe('schedulers', () => {
  for (const row of schedulers) {
    test(`${row.scheduler}: ${row.kind}`, () => {
      const p = tensor([0], { requiresGrad: true });
      const optimizer = new optim.SGD([p], { lr: row.lr, momentum: 0.9 });
      const scheduler = makeScheduler(row, optimizer);
      row.rates.forEach((rate, epoch) => {
        if (epoch > 0) goOn(scheduler, row.metrics?.[epoch - 1]);
        expect(optimizer.lr, `rate of epoch ${epoch}`).toBeCloseTo(rate, 10);
        const momentum = row.momenta?.[epoch] ?? 0.9;
        const found = optimizer.paramGroups[0]?.momentum;
        expect(found, `momentum of epoch ${epoch}`).toBeCloseTo(momentum, 10);
      });
    });
  }
});

describe('clipGradNorm', () => {
  for (const row of readFixture<ClippingCase>('optim/clipping')) {
    test(row.kind, () => {
      const params = row.gradients.map((stored) => {
        const p = loadLeaf(stored, 'float64');
        p.grad = load(stored, 'float64');
        return p;
      });
      const options = { normType: Number(row.normType) };
      const total = optim.clipGradNorm(params, row.maxNorm, options);
      expectValues('total norm', total, [row.total], layerTolerance);
      params.forEach((p, i) => {
        if (p.grad) expectValues(`gradient ${i}`, p.grad, row.clipped[i] ?? [], layerTolerance);
      });
    });
  }
});

test('clipGradValue', () => {
  const p = tensor([0, 0, 0], { requiresGrad: true });
  p.grad = tensor([3, -4, 0.5]);
  optim.clipGradValue([p], 1.5);
  expect(p.grad.toArray()).toEqual([1.5, -1.5, 0.5]);
});

test('every optimiser and scheduler has a case', () => {
  const covered = new Set([
    ...optimizers.map((row) => row.optimizer),
    ...schedulers.map((row) => row.scheduler),
  ]);
  const classes = [...Object.entries(optim), ...Object.entries(optim.lrScheduler)]
    .filter(([name, value]) => typeof value === 'function' && /^[A-Z]/.test(name))
    .map(([name]) => name);
  const bases = ['Optimizer', 'LRScheduler', 'LBFGS'];
  expect(classes.filter((name) => !covered.has(name) && !bases.includes(name))).toEqual([]);
});
