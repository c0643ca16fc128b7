/** Curves of the reference: every activation, and every scheduler of learning rates. */

import { nn, ones, optim, tensor } from 'chainrule';
import { plotFunction, plotLoss } from 'chainrule/viz';

/** What each scheduler is given beside the optimiser. */
const schedules: Readonly<Record<string, readonly unknown[]>> = {
  StepLR: [20],
  ExponentialLR: [0.96],
  CosineAnnealingLR: [60],
  LinearLR: [{ startFactor: 0.1, totalIters: 30 }],
  LambdaLR: [(step: number) => 1 / (1 + step / 10)],
  OneCycleLR: [0.1, { totalSteps: 61 }],
  MultiStepLR: [[15, 30, 45]],
  ConstantLR: [{ factor: 0.3, totalIters: 20 }],
  MultiplicativeLR: [() => 0.95],
  PolynomialLR: [{ totalIters: 60, power: 2 }],
  CosineAnnealingWarmRestarts: [20],
  CyclicLR: [0.01, 0.1, { stepSizeUp: 10 }],
};

const { lrScheduler, swaUtils } = optim;

/** Those that are made of others, or told how well it goes: what one step of them is. */
const others: Readonly<Record<string, (optimizer: optim.Optimizer) => () => void>> = {
  ReduceLROnPlateau: (optimizer) => {
    const scheduler = new lrScheduler.ReduceLROnPlateau(optimizer, { factor: 0.5, patience: 9 });
    return () => scheduler.step(1);
  },
  SequentialLR: (optimizer) => {
    const parts = [
      new lrScheduler.ConstantLR(optimizer, { factor: 0.3, totalIters: 60 }),
      new lrScheduler.ExponentialLR(optimizer, 0.95),
    ];
    const scheduler = new lrScheduler.SequentialLR(optimizer, parts, [20]);
    return () => scheduler.step();
  },
  ChainedScheduler: (optimizer) => {
    const parts = [
      new lrScheduler.ConstantLR(optimizer, { factor: 0.3, totalIters: 20 }),
      new lrScheduler.ExponentialLR(optimizer, 0.96),
    ];
    const scheduler = new lrScheduler.ChainedScheduler(parts);
    return () => scheduler.step();
  },
  SWALR: (optimizer) => {
    const scheduler = new swaUtils.SWALR(optimizer, 0.02, { annealEpochs: 30 });
    return () => scheduler.step();
  },
};

/** What an activation is given, where it needs something. */
const settings: Readonly<Record<string, readonly unknown[]>> = { Threshold: [0.5, 0.1] };

/** Those that look at more than one number, so no curve says what they do. */
const isOfMany = /Softm|GLU|GumbelSoftmax/;

/** One step of a scheduler that is made of an optimiser and options. */
function stepOf(name: string, optimizer: optim.Optimizer): () => void {
  const make = Reflect.get(lrScheduler, name);
  const scheduler: unknown = Reflect.construct(make, [optimizer, ...(schedules[name] ?? [])]);
  if (!(scheduler instanceof lrScheduler.LRScheduler)) throw new Error(`${name} is no scheduler`);
  return () => scheduler.step();
}

/** The learning rates of sixty steps. */
function ratesOf(name: string): number[] {
  const optimizer = new optim.SGD([new nn.Parameter(ones([1]))], { lr: 0.1 });
  const step = others[name]?.(optimizer) ?? stepOf(name, optimizer);
  return Array.from({ length: 60 }, () => {
    step();
    return optimizer.lr;
  });
}

/** Draws all curves with `save`, and returns the names of those that there are. */
export async function drawCurves(
  activations: readonly string[],
  save: (name: string, svg: string) => void,
): Promise<Set<string>> {
  const drawn = new Set<string>();
  const keep = async (name: string, picture: { toSVG(): Promise<string> }): Promise<void> => {
    save(name, await picture.toSVG());
    drawn.add(name);
  };
  for (const name of activations) {
    if (isOfMany.test(name)) continue;
    const layer: unknown = Reflect.construct(Reflect.get(nn, name), settings[name] ?? []);
    if (!(layer instanceof nn.Module)) continue;
    const model = new nn.Sequential(layer as nn.Layer).eval();
    const curve = (x: number): number => model.forward(tensor([[x]])).item();
    await keep(
      name,
      plotFunction({ [name]: curve }, { domain: [-4, 4], points: 161, title: name }),
    );
  }
  const schedulers = [...Object.keys(schedules), ...Object.keys(others)];
  const missing = Object.keys(lrScheduler).filter(
    (name) => name !== 'LRScheduler' && !schedulers.includes(name),
  );
  if (missing.length > 0) throw new Error(`site: no curve of ${missing.join(', ')}`);
  for (const name of schedulers) {
    const rates = ratesOf(name);
    await keep(name, plotLoss({ [name]: rates }, { yLabel: 'learning rate', title: name }));
  }
  return drawn;
}
