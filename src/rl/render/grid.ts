/**
 * Maps of letters as pictures: the map with whoever moves on it, or with a value and an action in
 * each cell. The letters are those of FrozenLake and GridWorld.
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import {
  circle,
  type Drawing,
  drawing,
  label,
  type RenderMode,
  rect,
  type Shape,
} from './drawing.js';
import { toSvg } from './svg.js';

const cellSize = 56;

/** Colours of cells by their letter. */
const colors: Readonly<Record<string, string>> = {
  H: '#3b6ea5',
  C: '#5b4636',
  '#': '#555555',
  G: '#9bd18b',
  S: '#f3e3b3',
  P: '#d88a8a',
};

function cell(row: number, column: number, letter: string): Shape {
  const fill = colors[letter] ?? '#eef3f8';
  return rect(column * cellSize + 1, row * cellSize + 1, cellSize - 2, cellSize - 2, fill);
}

function cells(map: readonly string[]): Shape[] {
  return map.flatMap((row, y) => [...row].map((letter, x) => cell(y, x, letter)));
}

function sizeOf(map: readonly string[]): [width: number, height: number] {
  return [(map[0]?.length ?? 0) * cellSize, map.length * cellSize];
}

/** The map and a mark at `state`, which counts row by row. */
export function drawGrid(map: readonly string[], state: number): Drawing {
  const columns = map[0]?.length ?? 1;
  const x = ((state % columns) + 0.5) * cellSize;
  const y = (Math.floor(state / columns) + 0.5) * cellSize;
  return drawing(...sizeOf(map), [...cells(map), circle(x, y, cellSize / 4, '#e4572e')]);
}

/** The same in characters. */
export function gridText(map: readonly string[], state: number): string {
  const columns = map[0]?.length ?? 1;
  const [row, column] = [Math.floor(state / columns), state % columns];
  const mark = (letter: string, y: number, x: number): string =>
    y === row && x === column ? `[${letter}]` : ` ${letter} `;
  return map.map((line, y) => [...line].map((letter, x) => mark(letter, y, x)).join('')).join('\n');
}

/** Options of `drawValues`. */
export interface DrawValuesOptions {
  /** The action of each state, of which an arrow is drawn. */
  readonly policy?: ArrayLike<number>;
  /** The arrow of each action: `'LDRU'` in FrozenLake and GridWorld, `'URDL'` in CliffWalking. */
  readonly directions?: string;
  /** Text by default. */
  readonly mode?: RenderMode;
}

const arrows: Readonly<Record<string, string>> = { L: '←', D: '↓', R: '→', U: '↑' };

/**
 * The map with a number in each cell, as text or as SVG: values of states, and where the policy
 * goes.
 * @throws ValueError unless there is a value for each cell.
 * @example
 * const { map, transitions } = new GridWorld(['S.G']);
 * const { values, policy } = valueIteration(transitions, { gamma: 0.5 });
 * const text = drawValues(map, values, { policy });
 * console.log(text.trim()); // S   0.500 → | .   1.000 → | G   0.000
 */
export function drawValues(
  map: readonly string[],
  values: ArrayLike<number>,
  { policy, directions = 'LDRU', mode = 'text' }: DrawValuesOptions = {},
): string {
  signatures.drawValues.check(arguments);
  const columns = map[0]?.length ?? 0;
  if (values.length !== columns * map.length) {
    const size = columns * map.length;
    throw new ValueError(
      `drawValues: the map has ${size} cells, there are ${values.length} values`,
    );
  }
  const arrowAt = (state: number): string => {
    const action = policy?.[state];
    const letter = map[Math.floor(state / columns)]?.[state % columns] ?? '';
    if (action === undefined || 'HG#PC'.includes(letter)) return ' ';
    return arrows[directions[action] ?? ''] ?? ' ';
  };
  if (mode === 'text') return valueLines(map, values, arrowAt);
  const texts = Array.from({ length: values.length }, (_, state): Shape[] => {
    const x = ((state % columns) + 0.5) * cellSize;
    const y = (Math.floor(state / columns) + 0.5) * cellSize;
    const letter = map[Math.floor(state / columns)]?.[state % columns] ?? '';
    // Nobody goes on from a hole, so its value is the 0 of an end.
    if ('HC#'.includes(letter)) return [];
    const value = label(x, y - 8, (values[state] ?? 0).toFixed(2), 14);
    return [value, label(x, y + 12, arrowAt(state), 18)];
  });
  return toSvg(drawing(...sizeOf(map), [...cells(map), ...texts.flat()]));
}

function valueLines(
  map: readonly string[],
  values: ArrayLike<number>,
  arrowAt: (state: number) => string,
): string {
  const rows = map.map((row, y) =>
    [...row].map((letter, x) => {
      const state = y * row.length + x;
      return `${letter} ${(values[state] ?? 0).toFixed(3).padStart(7)} ${arrowAt(state)}`;
    }),
  );
  return rows.map((row) => row.join(' | ')).join('\n');
}
