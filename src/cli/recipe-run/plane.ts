/** Samples as points in the plane: where the last hidden layer of a model puts them. */

import { DataLoader } from '../../data/index.js';
import { linalg, nn, noGrad, type Tensor } from '../../index.js';
import { judgedAtOnce, type Samples } from '../recipe/recipe.js';
import { pictureOf } from './sample-mistakes.js';

/** A sample in the plane. */
export interface PlanePoint {
  readonly x: number;
  readonly y: number;
  /** Its number among the samples that are judged, from 0. */
  readonly row: number;
  readonly actual: string;
  readonly predicted: string;
  /** What the model was shown, where that is a small picture; else null. */
  readonly picture: { readonly width: number; readonly values: readonly number[] } | null;
}

/** What is kept of a run: points by their first two principal components. */
export interface Plane {
  /** The layer whose inputs the points are. */
  readonly layer: string;
  /** Numbers that each point stands for. */
  readonly width: number;
  /** Share of the spread that two components show, 0 to 1. */
  readonly share: number;
  readonly points: readonly PlanePoint[];
}

const mostPoints = 600;

/** The last linear layer of a model with its name; undefined where there is none. */
function lastLinear(model: nn.Module): readonly [name: string, layer: nn.Linear] | undefined {
  return model
    .namedModules()
    .flatMap(([name, module]) => (module instanceof nn.Linear ? [[name, module] as const] : []))
    .at(-1);
}

/**
 * `[N, D]` in the two directions of the largest spread, and the share of it that they show. The
 * smaller of the two products of the values with themselves has all eigenvalues that are not 0.
 */
export function principal(values: Tensor): { readonly places: Tensor; readonly share: number } {
  const wide = values.to('float64');
  const centred = wide.sub(wide.mean(0, true));
  const [rows = 0, width = 0] = centred.shape;
  const isTall = rows >= width;
  const product = isTall ? centred.t().matmul(centred) : centred.matmul(centred.t());
  const { eigenvalues, eigenvectors } = linalg.eigh(product);
  const count = Math.min(rows, width);
  const largest = eigenvalues.slice(0, count - 2, count);
  const directions = eigenvectors.slice(1, count - 2, count);
  const total = eigenvalues.sum().item();
  return {
    places: isTall ? centred.matmul(directions) : directions.mul(largest.relu().sqrt()),
    share: total > 0 ? largest.sum().item() / total : 1,
  };
}

/**
 * The samples by what the last linear layer of the model is given, at most 600 of them; null for a
 * model without such a layer, or one that is given something else than a row for each sample.
 */
export function planeOf(
  model: nn.Layer,
  samples: Samples,
  labels: readonly string[],
): Plane | null {
  const found = lastLinear(model);
  const [batch] = new DataLoader(samples, { batchSize: Math.min(mostPoints, judgedAtOnce) });
  if (found === undefined || batch === undefined) return null;
  const [layer, linear] = found;
  const [x, y] = batch;
  const given: Tensor[] = [];
  const hook = linear.registerForwardPreHook((_, [input]) => {
    if (input !== undefined) given.push(input);
  });
  model.eval();
  const logits = noGrad(() => model.forward(x));
  hook.remove();
  const rows = y.numel;
  const [hidden] = given;
  const [count, width = 0] = hidden?.shape ?? [];
  if (hidden === undefined || hidden.shape.length !== 2 || count !== rows) return null;
  if (rows < 2 || width < 2) return null;
  const { places, share } = principal(hidden.detach());
  const [at, truths, guesses] = [
    places.toTypedArray(),
    y.toTypedArray(),
    logits.argmax(1).toTypedArray(),
  ];
  const inputs = x.toTypedArray();
  const pixels = x.numel / rows;
  const points = Array.from(
    { length: rows },
    (_, row): PlanePoint => ({
      x: at[2 * row + 1] ?? 0,
      y: at[2 * row] ?? 0,
      row,
      actual: labels[truths[row] ?? -1] ?? '',
      predicted: labels[guesses[row] ?? -1] ?? '',
      picture: pictureOf(inputs.subarray(row * pixels, (row + 1) * pixels)),
    }),
  );
  return { layer, width, share, points };
}
