/** The training as a TypeScript program that needs the package alone and gives the same bits. */

import { inputNamesOf, mostDigits, outputsOf, type PlayConfig } from './config.js';
import { lossCode } from './loss.js';
import { divided, inputsOf, splitOf, targetsOf } from './points.js';
import { factorCode } from './schedule.js';
import type { PlayEvent } from './session.js';

const moduleNames = { tanh: 'Tanh', relu: 'ReLU', sigmoid: 'Sigmoid', gelu: 'GELU', linear: '' };
const optimizerNames = {
  sgd: 'SGD',
  momentum: 'SGD',
  adam: 'Adam',
  adamw: 'AdamW',
  rmsprop: 'RMSprop',
};

function modelCode(config: PlayConfig): string {
  const { hidden, activation, dropout, batchNorm } = config;
  const lines: string[] = [];
  let inputs = inputNamesOf(config).length;
  for (const size of hidden) {
    lines.push(`new nn.Linear(${inputs}, ${size})`);
    if (batchNorm) lines.push(`new nn.BatchNorm1d(${size})`);
    if (moduleNames[activation] !== '') lines.push(`new nn.${moduleNames[activation]}()`);
    if (dropout > 0) lines.push(`new nn.Dropout(${dropout})`);
    inputs = size;
  }
  lines.push(`new nn.Linear(${inputs}, ${outputsOf(config)})`);
  return `const model = new nn.Sequential(\n  ${lines.join(',\n  ')},\n);`;
}

const initCode: Readonly<Record<PlayConfig['init'], string>> = {
  default: '',
  xavier: 'nn.init.xavierUniform(weight)',
  kaiming: "nn.init.kaimingUniform(weight, { nonlinearity: 'relu' })",
  large: 'nn.init.normal(weight, 0, 3)',
  zeros: 'nn.init.zeros(weight)',
};

function initLines({ init }: PlayConfig): string {
  if (initCode[init] === '') return '';
  return `\nfor (const weight of model.parameters().filter(({ ndim }) => ndim === 2)) ${initCode[init]};`;
}

const numbersCode: Readonly<Record<PlayConfig['optimizer'], (config: PlayConfig) => string>> = {
  sgd: () => '',
  momentum: ({ momentum }) => `, momentum: ${momentum}`,
  adam: ({ momentum, beta2, eps }) => `, betas: [${momentum}, ${beta2}], eps: ${eps}`,
  adamw: ({ momentum, beta2, eps }) => `, betas: [${momentum}, ${beta2}], eps: ${eps}`,
  rmsprop: ({ alpha, eps }) => `, alpha: ${alpha}, eps: ${eps}`,
};

function optimizerCode(config: PlayConfig): string {
  const { optimizer, lr, l2, schedule } = config;
  const options = `{ lr: ${lr}, weightDecay: ${l2}${numbersCode[optimizer](config)} }`;
  const rate = schedule === 'constant' ? '' : `\nlet rate = ${lr};`;
  return `const optimizer = new optim.${optimizerNames[optimizer]}(model.parameters(), ${options});${rate}`;
}

function eventLine(event: PlayEvent, config: PlayConfig): string {
  const { hidden, activation, dropout, batchNorm, schedule } = config;
  if (event.kind === 'lr') {
    const rate = schedule === 'constant' ? 'optimizer.lr' : 'rate';
    return `  if (step === ${event.step}) ${rate} = ${event.value};`;
  }
  const parts = [batchNorm, activation !== 'linear', dropout > 0];
  const modules = 1 + parts.filter((isThere) => isThere).length;
  const place = Math.min(event.layer, hidden.length) * modules;
  const name = `${place}.${event.input < 0 ? 'bias' : 'weight'}`;
  const index = event.input < 0 ? `[${event.neuron}]` : `[${event.neuron}][${event.input}]`;
  return (
    `  if (step === ${event.step}) {\n` +
    `    const state = model.stateDict();\n` +
    `    const numbers = state['${name}'].toArray();\n` +
    `    numbers${index} = ${event.value};\n` +
    `    model.loadStateDict({ ...state, '${name}': tensor(numbers) });\n  }`
  );
}

function rateCode({ schedule }: PlayConfig): string {
  return schedule === 'constant' ? '' : `  optimizer.lr = rate * (${factorCode[schedule]});\n`;
}

/** What was done by hand in the course of the training. */
function eventCode(events: readonly PlayEvent[], config: PlayConfig): string {
  if (events.length === 0) return '';
  const lines = events.map((event) => eventLine(event, config)).join('\n');
  return `function change(step: number): void {\n${lines}\n}\n\n`;
}

const batchCode = `/** A list in an order that depends on the seed alone. */
function shuffled<Item>(list: readonly Item[], seed: number): Item[] {
  const random = seededRandom(seed);
  const items = [...list];
  for (let i = items.length - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1));
    [items[i], items[k]] = [items[k] as Item, items[i] as Item];
  }
  return items;
}
`;

/** What is learned from, in code: how many samples there are, and the lines that make `data`. */
interface DataCode {
  readonly length: number;
  readonly imports: string;
  readonly text: string;
}

/** Digits come from the package, by their rows in its data set. */
function digitsCode(config: PlayConfig): DataCode {
  const all = Array.from({ length: mostDigits }, (_, row) => row).slice(0, config.count);
  const rows = divided(config, all).train;
  const text = `const digits = loadDigits();
const pixels = digits.data.div(16).toArray() as number[][];
const labels = digits.target.toArray() as number[];
const rows = ${JSON.stringify(rows)};
const data: readonly Sample[] = rows.map((row) => [pixels[row] ?? [], labels[row] ?? 0]);`;
  return { length: rows.length, imports: "import { loadDigits } from 'chainrule/data';\n", text };
}

function dataCode(config: PlayConfig): DataCode {
  if (config.data === 'digits') return digitsCode(config);
  const { train } = splitOf(config);
  const x = inputsOf(config.features, train);
  const y = targetsOf(config, train);
  const samples = train.map((_, i) => [x[i], outputsOf(config) > 1 ? y[i] : [y[i]]]);
  const text = `const data: readonly Sample[] = ${JSON.stringify(samples)};`;
  return { length: train.length, imports: '', text };
}

/** The program that trains `step` steps. */
export function exportCode(config: PlayConfig, events: readonly PlayEvent[], step: number): string {
  const data = dataCode(config);
  const isMany = outputsOf(config) > 1;
  const batch = Math.min(config.batch, data.length);
  const isWhole = batch >= data.length;
  const type = isMany ? 'number' : 'number[]';
  const targets = isMany
    ? "tensor(samples.map(([, y]) => y), { dtype: 'int32' })"
    : 'tensor(samples.map(([, y]) => y))';
  const order = isWhole
    ? 'const batch = batchOf(data);'
    : `const epoch = Math.floor(step / ${Math.floor(data.length / batch)});
  const start = (step % ${Math.floor(data.length / batch)}) * ${batch};
  const batch = batchOf(shuffled(data, ${config.seed + 1000} + epoch).slice(start, start + ${batch}));`;
  const imports =
    data.imports + (isWhole ? '' : "import { seededRandom } from 'chainrule/scalar';\n");
  return `// Trains the network of the playground: ${step} steps, the same bits.
import { manualSeed, nn, optim, tensor } from 'chainrule';
${imports}
/** What the network sees of a point, and what it should say. */
type Sample = readonly [x: number[], y: ${type}];

${data.text}
${isWhole ? '' : `\n${batchCode}`}
function batchOf(samples: readonly Sample[]) {
  return { x: tensor(samples.map(([x]) => x)), y: ${targets} };
}

manualSeed(${config.seed});
${modelCode(config)}${initLines(config)}
${optimizerCode(config)}

${eventCode(events, config)}for (let step = 0; step < ${step}; step++) {
${events.length > 0 ? '  change(step);\n' : ''}${rateCode(config)}  ${order}
  optimizer.zeroGrad();
${lossCode(config)}
  loss.backward();
  optimizer.step();
}
${events.length > 0 ? `change(${step});\n` : ''}
for (const [name, value] of Object.entries(model.stateDict())) {
  console.log(name, JSON.stringify(value.toArray()));
}
`;
}
