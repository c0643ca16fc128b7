/** GridWorld: a map that one draws oneself, with walls, pits and goals. */

import { ValueError } from '../../../errors.js';
import * as signatures from '../../../signatures/rl.js';
import type {} from '../../env/env.js';
import { withDefaults } from '../../options/with-defaults.js';
import type { Drawing, RenderMode } from '../../render/drawing.js';
import { drawGrid, gridText } from '../../render/grid.js';
import { toSvg } from '../../render/svg.js';
import { type Direction, neighbour, withSides } from './moves.js';
import { TabularEnv, type Transition, type TransitionTable } from './tabular-env.js';

/** Options of `GridWorld`. */
export interface GridWorldOptions {
  /** Reward of a step that ends nowhere special, 0 by default. */
  readonly stepReward?: number;
  /** Reward of a goal (G), 1 by default. */
  readonly goalReward?: number;
  /** Reward of a pit (P), -1 by default. */
  readonly pitReward?: number;
  /**
   * How likely a step goes to one of its sides instead, 0 by default; both sides are equally
   * likely.
   */
  readonly slip?: number;
}

/** Left, down, right, up. */
const directions: readonly Direction[] = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
];

/**
 * A world of letters: S starts (one of them by chance), `.` floor, `#` walls, G goals and P pits,
 * which both end the episode. Observation: the cell, row by row. Actions: 0 left, 1 down, 2 right,
 * 3 up.
 * @example
 * const world = new GridWorld(['..G', '.#P', 'S..'], { stepReward: -0.04, slip: 0.2 });
 * console.log(world.reset({ seed: 0 })[0], world.transitions.length); // 6 9
 */
export class GridWorld extends TabularEnv {
  readonly map: readonly string[];

  /**
   * @throws ValueError for other letters, rows of different lengths, no start, or an unknown
   * option.
   */
  constructor(map: readonly string[], options: GridWorldOptions = {}) {
    signatures.GridWorld.check(arguments);
    const defaults = { stepReward: 0, goalReward: 1, pitReward: -1, slip: 0 };
    const settings = withDefaults<Required<GridWorldOptions>>('GridWorld', defaults, options);
    checkMap(map);
    if (!(settings.slip >= 0 && settings.slip <= 1)) {
      throw new ValueError(`GridWorld: slip must be from 0 to 1, got ${settings.slip}`);
    }
    super(
      tableOf(map, settings),
      [...map.join('')].map((letter) => Number(letter === 'S')),
    );
    this.map = map;
  }

  override render(mode: RenderMode = 'text'): string {
    signatures.GridWorld$render.check(arguments);
    return mode === 'svg' ? toSvg(this.draw()) : gridText(this.map, this.state);
  }

  override draw(): Drawing {
    return drawGrid(this.map, this.state);
  }
}

function checkMap(map: readonly string[]): void {
  const isRectangle = map.length > 0 && map.every((row) => row.length === map[0]?.length);
  const letters = map.join('');
  if (isRectangle && /^[S.#GP]+$/.test(letters) && letters.includes('S')) return;
  throw new ValueError(
    'GridWorld: a map is rows of equal length with the letters S (at least one), ., #, G and P, ' +
      `got ${JSON.stringify(map)}`,
  );
}

function tableOf(map: readonly string[], settings: Required<GridWorldOptions>): TransitionTable {
  const columns = map[0]?.length ?? 0;
  const { stepReward, goalReward, pitReward, slip } = settings;
  const rewards: Readonly<Record<string, number>> = { G: goalReward, P: pitReward };
  const odds = [slip / 2, 1 - slip, slip / 2];
  const move = (state: number, action: number, probability: number): Transition => {
    const place = [Math.floor(state / columns), state % columns] as const;
    const to = neighbour(place, directions[action] ?? [0, 0], [map.length, columns]);
    const letter = map[to[0]]?.[to[1]] ?? '#';
    const next = letter === '#' ? state : to[0] * columns + to[1];
    return [probability, next, rewards[letter] ?? stepReward, letter === 'G' || letter === 'P'];
  };
  return [...map.join('')].map((letter, state) => {
    const isEnd = letter === 'G' || letter === 'P';
    if (isEnd) return directions.map((): Transition[] => [[1, state, 0, true]]);
    return directions.map((_direction, action) =>
      withSides(action).flatMap((actual, i) => {
        const probability = odds[i] ?? 0;
        return probability === 0 ? [] : [move(state, actual, probability)];
      }),
    );
  });
}
