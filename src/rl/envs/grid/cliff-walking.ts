/**
 * CliffWalking: along a cliff, from which a false step leads back to the start. Source: Sutton and
 * Barto, "Reinforcement learning: an introduction", 2018, example 6.6,
 * http://incompleteideas.net/book/the-book.html
 */

import * as signatures from '../../../signatures/rl.js';
import type {} from '../../env/env.js';
import { withDefaults } from '../../options/with-defaults.js';
import type { Drawing, RenderMode } from '../../render/drawing.js';
import { drawGrid, gridText } from '../../render/grid.js';
import { toSvg } from '../../render/svg.js';
import { type Direction, neighbour, withSides } from './moves.js';
import { TabularEnv, type Transition, type TransitionTable } from './tabular-env.js';

/** Options of `CliffWalking`. */
export interface CliffWalkingOptions {
  /** Whether each action may become one at its sides, all three equally likely. Default false. */
  readonly isSlippery?: boolean;
}

const map: readonly string[] = ['FFFFFFFFFFFF', 'FFFFFFFFFFFF', 'FFFFFFFFFFFF', 'SCCCCCCCCCCG'];
const start = 36;

/** Up, right, down, left. */
const directions: readonly Direction[] = [
  [-1, 0],
  [0, 1],
  [1, 0],
  [0, -1],
];

/**
 * Observation: the cell of 4 rows and 12 columns, row by row. Actions: 0 up, 1 right, 2 down, 3
 * left. Reward -1 per step, -100 off the cliff, which leads back to the start. Terminates at the
 * goal, 47.
 *
 * @example
 * const cliff = new CliffWalking();
 * console.log(cliff.reset({ seed: 0 })[0]); // 36
 * console.log(cliff.step(1).slice(0, 2)); // [ 36, -100 ]
 */
export class CliffWalking extends TabularEnv {
  readonly map: readonly string[] = map;

  /** @throws ValueError for an unknown option. */
  constructor(options: CliffWalkingOptions = {}) {
    signatures.CliffWalking.check(arguments);
    const { isSlippery } = withDefaults<Required<CliffWalkingOptions>>(
      'CliffWalking',
      { isSlippery: false },
      options,
    );
    super(
      tableOf(isSlippery),
      Array.from({ length: 48 }, (_, state) => Number(state === start)),
    );
  }

  override render(mode: RenderMode = 'text'): string {
    signatures.CliffWalking$render.check(arguments);
    return mode === 'svg' ? toSvg(this.draw()) : gridText(this.map, this.state);
  }

  override draw(): Drawing {
    return drawGrid(this.map, this.state);
  }
}

function tableOf(isSlippery: boolean): TransitionTable {
  const move = (state: number, action: number, probability: number): Transition => {
    const place = [Math.floor(state / 12), state % 12] as const;
    const [row, column] = neighbour(place, directions[action] ?? [0, 0], [4, 12]);
    if (map[row]?.[column] === 'C') return [probability, start, -100, false];
    return [probability, row * 12 + column, -1, map[row]?.[column] === 'G'];
  };
  return Array.from({ length: 48 }, (_, state) =>
    directions.map((_direction, action) => {
      const actual = isSlippery ? withSides(action) : [action];
      return actual.map((one) => move(state, one, 1 / actual.length));
    }),
  );
}
