/**
 * `drawGraph`: the expression behind a scalar, a tensor or a model as a picture that can be read,
 * however large it is. How boxes are made, folded and written is in `graph/`.
 */

import { ShapeError, ValueError } from '../errors.js';
import { refuseForeign } from '../graph/copy.js';
import { Module } from '../nn/index.js';
import { Tensor } from '../tensor/index.js';
import { type Direction, writeDot } from './graph/dot.js';
import { type Box, boxesBelow, type Drawing } from './graph/drawing.js';
import { foldFar } from './graph/fold-far.js';
import { foldModules } from './graph/fold-modules.js';
import { foldNeurons } from './graph/fold-neurons.js';
import { foldRepeats } from './graph/fold-repeats.js';
import { columnsOf, widthDown, widthToTheRight } from './graph/measure.js';
import { guessedScopes, type ScopesOf, tracedScopes } from './graph/scopes.js';
import { tensorBoxes } from './graph/tensor-boxes.js';
import { traceModules } from './graph/trace-modules.js';
import { isValueLike, type ValueLike, type ValueModule, valueBoxes } from './graph/value-boxes.js';
import { type InputLike, makeInputs } from './model-input.js';
import { Picture } from './picture.js';
import { showCount } from './style/number.js';
import { type PictureOptions, themeOf } from './style/theme.js';

/** Options of `drawGraph`. */
export interface DrawGraphOptions extends PictureOptions {
  /** Names to write on tensors or values: `{ x, w, b }`. */
  readonly names?: Readonly<Record<string, Tensor | ValueLike>>;
  /** The model whose parameters are in the expression: gives them names, and folds by module. */
  readonly model?: Module | ValueModule;
  /** For a model: what goes in. A shape such as `[1, 64]`, a tensor, or numbers for scalars. */
  readonly input?: InputLike;
  /** How many modules within modules are opened; by default as many as can be read. */
  readonly depth?: number;
  /** The most boxes to draw before folding, 40 by default. */
  readonly maxBoxes?: number;
  /** `'right'`, as on a blackboard, or `'down'`; by default right unless that gets very wide. */
  readonly direction?: Direction;
}

const MAX_BOXES = 40;
/** The longest row of boxes that can be read at a usual width. */
const MAX_COLUMNS = 14;
/** In points; at 640 pixels the letters of a picture of this width are 9 pixels high. */
const MAX_WIDTH = 860;

function captioned(boxes: readonly Box[], before: number, noun: string): Drawing {
  const isFolded = boxes.length < before;
  const caption = `${showCount(before)} ${noun} folded into ${showCount(boxes.length)} boxes`;
  return { boxes, caption: isFolded ? caption : '' };
}

/** To the right, unless that is too wide to be read and down is not. */
function bestDirection(boxes: readonly Box[]): Direction {
  const width = widthToTheRight(boxes);
  return width > MAX_WIDTH && widthDown(boxes) < width ? 'down' : 'right';
}

/** Neurons first, then repetitions, then what is far away: only as much as it takes. */
function foldValues(boxes: readonly Box[], most: number): Drawing {
  let drawn = boxes;
  for (const fold of [foldNeurons, foldRepeats]) if (drawn.length > most) drawn = fold(drawn);
  return captioned(foldFar(drawn, most), boxes.length, 'numbers');
}

/** Opens as many modules as can be read, or as many as are asked for. */
function foldTensors(boxes: readonly Box[], options: DrawGraphOptions): Drawing {
  const { depth, maxBoxes = MAX_BOXES, direction } = options;
  if (depth !== undefined)
    return captioned(foldModules(boxes, depth + 1), boxes.length, 'operations');
  const columns = direction === 'down' ? maxBoxes : MAX_COLUMNS;
  const deepest = boxes.reduce((most, { scopes }) => Math.max(most, scopes.length), 0);
  let drawn = boxes;
  for (let level = deepest; level > 1; level--) {
    if (drawn.length <= maxBoxes && columnsOf(drawn).length <= columns) break;
    drawn = foldModules(boxes, level);
  }
  // The whole model as one box says more than a heap of its operations.
  if (drawn.length > maxBoxes) drawn = foldModules(boxes, 1);
  return captioned(foldFar(drawn, maxBoxes), boxes.length, 'operations');
}

function checkOptions({ depth, maxBoxes, names = {} }: DrawGraphOptions): void {
  const counts = Object.entries({ depth, maxBoxes });
  for (const [name, value] of counts) {
    if (value === undefined || (Number.isInteger(value) && value > 0)) continue;
    throw new ValueError(`drawGraph: ${name} must be a positive integer, got ${value}`);
  }
  for (const [name, value] of Object.entries(names)) {
    refuseForeign('drawGraph', value);
    if (value instanceof Tensor || isValueLike(value)) continue;
    throw new ValueError(`drawGraph: names.${name} must be a Tensor or a Value`);
  }
}

function drawTensor(root: Tensor, options: DrawGraphOptions, scopesOf: ScopesOf): Drawing {
  const names = new Map<Tensor, string>();
  const { model } = options;
  const parameters = model instanceof Module ? model.namedParameters() : [];
  const buffers = model instanceof Module ? model.namedBuffers() : [];
  const state = [...parameters, ...buffers];
  for (const [name, one] of state) names.set(one, name);
  for (const [name, one] of Object.entries(options.names ?? {})) {
    if (one instanceof Tensor) names.set(one, name);
  }
  const own = new Set<Tensor>(state.map(([, one]) => one));
  return foldTensors(tensorBoxes(root, { names, parameters: own, scopesOf }), options);
}

function drawModel(model: Module, options: DrawGraphOptions): Drawing {
  const inputs = makeInputs('drawGraph', options.input);
  const trace = traceModules(model, inputs);
  const [output] = trace.outputs;
  if (output === undefined) {
    throw new ValueError(`drawGraph: ${model.constructor.name}.forward returned no tensor`);
  }
  const inputNames = inputs.map((x, i) => [inputs.length > 1 ? `input ${i}` : 'input', x]);
  const names = { ...Object.fromEntries(inputNames), ...options.names };
  return drawTensor(output, { ...options, model, names }, tracedScopes(trace));
}

function drawValues(roots: readonly ValueLike[], options: DrawGraphOptions): Drawing {
  const names = new Map<unknown, string>();
  for (const [name, value] of Object.entries(options.names ?? {})) names.set(value, name);
  const { model } = options;
  const parameters = isValueModule(model) ? new Set<unknown>(model.parameters()) : null;
  const boxes = roots.flatMap((root) => valueBoxes(root, names, parameters).slice(-1));
  const [only] = boxes;
  const root: Box =
    boxes.length === 1 && only !== undefined
      ? only
      : { label: '', op: 'outputs', facts: [], inputs: boxes, opPlace: 'header', scopes: [] };
  return foldValues(boxesBelow(root), options.maxBoxes ?? MAX_BOXES);
}

function isValueModule(x: unknown): x is ValueModule {
  if (typeof x !== 'object' || x === null || x instanceof Module) return false;
  return 'parameters' in x && typeof x.parameters === 'function';
}

/** Runs a network of scalars on numbers. */
function runValues(model: ValueModule, input: InputLike | undefined): ValueLike[] {
  const forward: unknown = Reflect.get(model, 'forward');
  if (typeof forward !== 'function' || !Array.isArray(input)) {
    throw new ValueError(
      'drawGraph: a network of Values is drawn by the way of numbers through it, ' +
        'drawGraph(model, { input: [2, 3, -1] })',
    );
  }
  const result: unknown = Reflect.apply(forward, model, [input]);
  const values = (Array.isArray(result) ? result : [result]).filter(isValueLike);
  if (values.length > 0) return values;
  throw new ValueError('drawGraph: the forward of this network returned no Value');
}

function kindOf(x: unknown): string {
  if (x === null || x === undefined) return String(x);
  if (Array.isArray(x))
    return x.length === 0 ? 'an empty list' : 'a list; draw one of its elements';
  return typeof x === 'object' ? x.constructor.name : typeof x;
}

function drawingOf(root: unknown, options: DrawGraphOptions): Drawing {
  const { model } = options;
  for (const one of [root, model]) refuseForeign('drawGraph', one, 'tensor or module');
  if (root instanceof Module) return drawModel(root, options);
  if (isValueLike(root)) return drawValues([root], options);
  if (isValueModule(root)) {
    return drawValues(runValues(root, options.input), { ...options, model: root });
  }
  if (root instanceof Tensor) {
    if (root.numel === 0) throw new ShapeError('drawGraph: the tensor has no elements');
    const scopesOf: ScopesOf = model instanceof Module ? guessedScopes(root.node, model) : () => [];
    return drawTensor(root, options, scopesOf);
  }
  throw new ValueError(
    `drawGraph: expected a Value, a Tensor or a module to draw, got ${kindOf(root)}`,
  );
}

/**
 * Draws the expression that `root` was computed by: a box for each number or tensor with its label,
 * data (tensors of up to 3 elements) and gradient, and what made it. A model is drawn by the way of
 * `input` through it, as in `eval()`. Graphs of more than `maxBoxes` boxes are folded, by neuron
 * and repetition (scalars) or by module (tensors), and say so.
 *
 * A tensor whose values were read and that needs no gradient has forgotten how it was computed.
 * Broadcasts and views that operations need inside are not drawn, and composed operations
 * (`softmax`, `crossEntropy`) are drawn as one.
 *
 * @throws ValueError for anything else than a Value, a Tensor or a module, and for a module without
 * `input`.
 * @example
 * const x = tensor([2], { requiresGrad: true });
 * const loss = x.mul(3).tanh().sum();
 * const picture = drawGraph(loss, { names: { x } }); // of a module: drawGraph(model, { input })
 * console.log(await picture.save('loss.svg')); // loss.svg
 */
export function drawGraph(
  root: ValueLike | Tensor | Module | ValueModule,
  options: DrawGraphOptions = {},
): Picture {
  checkOptions(options);
  const { title = '' } = options;
  const theme = themeOf('drawGraph', options.theme);
  const drawing = drawingOf(root, options);
  const direction = options.direction ?? bestDirection(drawing.boxes);
  const spec = writeDot(drawing, { title, theme, direction });
  return new Picture({ kind: 'graphviz', spec });
}
