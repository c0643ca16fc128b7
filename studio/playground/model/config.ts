/** What a playground is: data, network, optimiser. All of it fits into an address. */

/** Shapes of data. */
export const dataKinds = [
  'circle',
  'xor',
  'gauss',
  'spiral',
  'moons',
  'blobs',
  'plane',
  'hill',
  'digits',
  'painted',
] as const;
/** What the network is shown of a point. */
export const featureNames = ['x1', 'x2', 'x1²', 'x2²', 'x1x2', 'sin x1', 'sin x2'] as const;
/** What a hidden neuron does to its sum. */
export const activations = ['tanh', 'relu', 'sigmoid', 'gelu', 'linear'] as const;
export const optimizers = ['sgd', 'momentum', 'adam', 'adamw', 'rmsprop'] as const;
/** How the learning rate goes on from what it is set to. */
export const schedules = ['constant', 'warm-up', 'halving', 'fading', 'cosine'] as const;
/** What can be made small; which of them there are depends on the task. */
export const lossNames = ['cross-entropy', 'margin', 'squared', 'absolute', 'huber'] as const;
/** What a challenge can hide from those who take it. */
export const hideable = ['data', 'features', 'layers', 'learning', 'rate', 'doctor'] as const;
/** How weights begin. */
export const inits = ['default', 'xavier', 'kaiming', 'large', 'zeros'] as const;

export type DataKind = (typeof dataKinds)[number];
/** A feature of a point in the plane, or a further column from `x3` on: of a table, or a pixel. */
export type FeatureName = (typeof featureNames)[number] | `x${number}`;
export type ActivationName = (typeof activations)[number];
export type OptimizerName = (typeof optimizers)[number];
export type ScheduleName = (typeof schedules)[number];
export type Hideable = (typeof hideable)[number];
export type InitName = (typeof inits)[number];

export type LossName = (typeof lossNames)[number];

/** A point with its class, or its number; a row of a table and a picture have further columns. */
export type Point = readonly [x1: number, x2: number, label: number, ...rest: number[]];

/** All choices. */
export interface PlayConfig {
  readonly data: DataKind;
  /** From 0 to 1. */
  readonly noise: number;
  readonly count: number;
  /** Of `blobs`. */
  readonly classes: number;
  /** Share of the points that is learned from. */
  readonly share: number;
  /** Of `painted`. */
  readonly points: readonly Point[];
  /** Whether the points of `painted` have a class or a number. */
  readonly target: 'class' | 'number';
  /** What the columns of a table are called, the two first that are shown; else empty. */
  readonly columns: readonly string[];
  readonly features: readonly FeatureName[];
  /** Neurons of each hidden layer. */
  readonly hidden: readonly number[];
  readonly activation: ActivationName;
  readonly init: InitName;
  readonly dropout: number;
  /** Whether each hidden layer has a `BatchNorm1d` before its activation. */
  readonly batchNorm: boolean;
  readonly optimizer: OptimizerName;
  readonly lr: number;
  readonly schedule: ScheduleName;
  /** Of SGD with momentum; of Adam it is the first beta. */
  readonly momentum: number;
  /** The second beta of Adam. */
  readonly beta2: number;
  /** Of RMSprop. */
  readonly alpha: number;
  readonly eps: number;
  readonly loss: LossName;
  readonly l1: number;
  readonly l2: number;
  readonly batch: number;
  readonly seed: number;
  /** What is to be found out, of a challenge; else empty. */
  readonly task: string;
  /** Parts of the page that a challenge hides. */
  readonly hide: readonly Hideable[];
}

export const defaultConfig: PlayConfig = {
  data: 'circle',
  noise: 0.1,
  count: 300,
  classes: 3,
  share: 0.7,
  points: [],
  target: 'class',
  columns: [],
  features: ['x1', 'x2'],
  hidden: [4, 4],
  activation: 'tanh',
  init: 'default',
  dropout: 0,
  batchNorm: false,
  optimizer: 'adam',
  lr: 0.01,
  schedule: 'constant',
  momentum: 0.9,
  beta2: 0.999,
  alpha: 0.99,
  eps: 1e-8,
  loss: 'cross-entropy',
  l1: 0,
  l2: 0,
  batch: 32,
  seed: 1,
  task: '',
  hide: [],
};

/** Settings to begin with, by name. */
export const presets: Readonly<Record<string, Partial<PlayConfig>>> = {
  circle: {},
  'spiral, learned in seconds': {
    data: 'spiral',
    noise: 0,
    hidden: [16, 16],
    lr: 0.01,
    count: 400,
  },
  'xor with two neurons': { data: 'xor', hidden: [2], lr: 0.03 },
  'a line cannot': { data: 'circle', hidden: [], lr: 0.03 },
  'learning rate too high': {
    data: 'moons',
    hidden: [8, 8],
    lr: 3,
    optimizer: 'momentum',
    batch: 16,
  },
  'dead neurons': {
    data: 'moons',
    hidden: [8, 8],
    activation: 'relu',
    lr: 1,
    optimizer: 'momentum',
  },
  'all alike: zeros': { data: 'circle', hidden: [4, 4], init: 'zeros' },
  'batch norm, deep': { data: 'spiral', noise: 0, hidden: [8, 8, 8, 8], batchNorm: true },
  'five classes': { data: 'blobs', classes: 5, hidden: [8], noise: 0.3 },
  'a hill': { data: 'hill', hidden: [8, 8], noise: 0 },
  'handwritten digits': { data: 'digits', count: 1000, hidden: [16], activation: 'relu' },
};

/** More neurons, layers and points than this would be slow to draw. */
export const most = {
  neurons: 16,
  layers: 6,
  points: 2000,
  classes: 6,
  columns: 12,
  task: 300,
} as const;

/** Whether a number is learned instead of a class. */
export function isRegression({ data, target }: PlayConfig): boolean {
  if (data === 'painted') return target === 'number';
  return data === 'plane' || data === 'hill';
}

/** How many digits there are. */
export const mostDigits = 1797;
/** Pixels along each side of a digit. */
export const digitSide = 8;
/** Its pixels as features: the two columns before them are its place in the plane. */
const pixelNames: readonly FeatureName[] = Array.from(
  { length: digitSide * digitSide },
  (_, i): FeatureName => `x${i + 3}`,
);

/** What the network is shown: the chosen features; of a digit all pixels, and nothing else. */
export function inputNamesOf({ data, features }: PlayConfig): readonly FeatureName[] {
  return data === 'digits' ? pixelNames : features;
}

/** How many classes there are; 2 have one output. */
export function classesOf({ data, classes, points }: PlayConfig): number {
  if (data === 'blobs') return classes;
  if (data === 'digits') return 10;
  if (data !== 'painted') return 2;
  return Math.max(2, 1 + Math.max(0, ...points.map(([, , label]) => label)));
}

/** The features that there are to choose from. */
export function featuresOf({ data, columns }: Pick<PlayConfig, 'data' | 'columns'>): FeatureName[] {
  const further = data === 'painted' ? columns.slice(2) : [];
  return [...featureNames, ...further.map((_, i): FeatureName => `x${i + 3}`)];
}

/** A feature as it is called on the page: a column by its name. */
export function featureLabel(name: FeatureName, { data, columns }: PlayConfig): string {
  const column =
    data === 'painted' && /^x\d+$/.test(name) ? columns[Number(name.slice(1)) - 1] : '';
  return column || name;
}

/** Outputs of the network. */
export function outputsOf(config: PlayConfig): number {
  const classes = classesOf(config);
  return isRegression(config) || classes === 2 ? 1 : classes;
}

/** Only what differs from the default, as a short text. */
export function encodeConfig(config: PlayConfig): string {
  const entries = Object.entries(config).filter(([name, value]) => {
    const usual: unknown = Reflect.get(defaultConfig, name);
    return JSON.stringify(value) !== JSON.stringify(usual);
  });
  return JSON.stringify(Object.fromEntries(entries));
}

function numberIn(value: unknown, low: number, high: number, usual: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return usual;
  return Math.min(high, Math.max(low, value));
}

function oneOf<Word extends string>(words: readonly Word[], value: unknown, usual: Word): Word {
  return words.find((word) => word === value) ?? usual;
}

function isPoint(value: unknown): value is Point {
  return (
    Array.isArray(value) &&
    value.length >= 3 &&
    value.length <= most.columns + 1 &&
    value.every(Number.isFinite)
  );
}

/** A configuration from what an address says; what makes no sense is as usual. */
export function decodeConfig(text: string): PlayConfig {
  let given: Record<string, unknown> = {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) given = { ...value };
  } catch {
    // An address that was cut off is as good as none.
  }
  const usual = defaultConfig;
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  const hidden = Array.isArray(given.hidden) ? given.hidden : usual.hidden;
  const data = oneOf(dataKinds, given.data, usual.data);
  const columns = list(given.columns).map(String).slice(0, most.columns);
  const features = featuresOf({ data, columns }).filter((name) =>
    list(given.features).includes(name),
  );
  const whole = (value: unknown, low: number, high: number, other: number): number =>
    Math.round(numberIn(value, low, high, other));
  return {
    data,
    noise: numberIn(given.noise, 0, 1, usual.noise),
    count: whole(given.count, 10, most.points, usual.count),
    classes: whole(given.classes, 2, most.classes, usual.classes),
    share: numberIn(given.share, 0.1, 0.9, usual.share),
    points: list(given.points).filter(isPoint).slice(0, most.points),
    target: given.target === 'number' ? 'number' : 'class',
    columns,
    features: features.length > 0 ? features : usual.features,
    hidden: hidden.slice(0, most.layers).map((size) => whole(size, 1, most.neurons, 4)),
    activation: oneOf(activations, given.activation, usual.activation),
    init: oneOf(inits, given.init, usual.init),
    dropout: numberIn(given.dropout, 0, 0.9, usual.dropout),
    batchNorm: given.batchNorm === true,
    optimizer: oneOf(optimizers, given.optimizer, usual.optimizer),
    lr: numberIn(given.lr, 0, 100, usual.lr),
    schedule: oneOf(schedules, given.schedule, usual.schedule),
    momentum: numberIn(given.momentum, 0, 0.999, usual.momentum),
    beta2: numberIn(given.beta2, 0, 0.99999, usual.beta2),
    alpha: numberIn(given.alpha, 0, 0.9999, usual.alpha),
    eps: numberIn(given.eps, 1e-12, 1, usual.eps),
    loss: oneOf(lossNames, given.loss, usual.loss),
    l1: numberIn(given.l1, 0, 10, usual.l1),
    l2: numberIn(given.l2, 0, 10, usual.l2),
    batch: whole(given.batch, 1, most.points, usual.batch),
    seed: whole(given.seed, 0, 1e9, usual.seed),
    task: typeof given.task === 'string' ? given.task.slice(0, most.task) : '',
    hide: hideable.filter((part) => list(given.hide).includes(part)),
  };
}
