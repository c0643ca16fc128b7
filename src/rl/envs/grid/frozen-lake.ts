/**
 * FrozenLake: across a frozen lake without falling into a hole.
 * Source: https://gymnasium.farama.org/environments/toy_text/frozen_lake/
 */

import { oneOf, ValueError } from '../../../errors.js';
import * as signatures from '../../../signatures/rl.js';
import type {} from '../../env/env.js';
import { withDefaults } from '../../options/with-defaults.js';
import type { Drawing, RenderMode } from '../../render/drawing.js';
import { drawGrid, gridText } from '../../render/grid.js';
import { toSvg } from '../../render/svg.js';
import { type Direction, neighbour, withSides } from './moves.js';
import { TabularEnv, type Transition, type TransitionTable } from './tabular-env.js';

/** Options of `FrozenLake`. */
export interface FrozenLakeOptions {
  /** One of the maps that are known, `'4x4'` by default. */
  readonly mapName?: '4x4' | '8x8';
  /** A map of one's own: S the start, F frozen, H a hole, G the goal. */
  readonly desc?: readonly string[] | null;
  /** Whether one slips to the sides. Default true. */
  readonly isSlippery?: boolean;
  /** How likely one goes where one wants to on slippery ice. Default 1/3. */
  readonly successRate?: number;
  /** Rewards of the goal, a hole, and ice. Default `[1, 0, 0]`. */
  readonly rewardSchedule?: readonly [goal: number, hole: number, frozen: number];
}

const maps: Readonly<Record<string, readonly string[]>> = {
  '4x4': ['SFFF', 'FHFH', 'FFFH', 'HFFG'],
  '8x8': [
    'SFFFFFFF',
    'FFFFFFFF',
    'FFFHFFFF',
    'FFFFFHFF',
    'FFFHFFFF',
    'FHHFFFHF',
    'FHFFHFHF',
    'FFFHFFFG',
  ],
};

/** Left, down, right, up. */
const directions: readonly Direction[] = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
];

/**
 * Observation: the cell, row by row. Actions: 0 left, 1 down, 2 right, 3 up. On slippery ice one
 * also slides to either side. Terminates in a hole and at the goal, where the reward is 1.
 * @example
 * const lake = new FrozenLake({ isSlippery: false });
 * console.log(lake.transitions[14]?.[2]); // [ [ 1, 15, 1, true ] ]
 */
export class FrozenLake extends TabularEnv {
  readonly map: readonly string[];

  /**
   * @throws ValueError for an unknown map or option, and a map that is no rectangle of S, F, H, G.
   */
  constructor(options: FrozenLakeOptions = {}) {
    signatures.FrozenLake.check(arguments);
    const settings = settingsOf(options);
    const letters = settings.map.join('');
    super(
      tableOf(settings),
      [...letters].map((letter) => Number(letter === 'S')),
    );
    this.map = settings.map;
  }

  override render(mode: RenderMode = 'text'): string {
    signatures.FrozenLake$render.check(arguments);
    return mode === 'svg' ? toSvg(this.draw()) : gridText(this.map, this.state);
  }

  override draw(): Drawing {
    return drawGrid(this.map, this.state);
  }
}

interface Settings {
  readonly map: readonly string[];
  /** How likely each of left of it, it, and right of it is what happens. */
  readonly odds: readonly [number, number, number];
  readonly rewards: Readonly<Record<string, number>>;
}

function settingsOf(options: FrozenLakeOptions): Settings {
  const defaults: Required<FrozenLakeOptions> = {
    mapName: '4x4',
    desc: null,
    isSlippery: true,
    successRate: 1 / 3,
    rewardSchedule: [1, 0, 0],
  };
  const given = withDefaults('FrozenLake', defaults, options);
  const { mapName, desc, isSlippery, successRate, rewardSchedule } = given;
  const map = desc ?? maps[mapName];
  if (map === undefined) {
    throw new ValueError(`FrozenLake: mapName must be ${oneOf(Object.keys(maps))}, got ${mapName}`);
  }
  checkMap(map);
  const failRate = (1 - successRate) / 2;
  const [goal, hole, frozen] = rewardSchedule;
  return {
    map,
    odds: isSlippery ? [failRate, successRate, failRate] : [0, 1, 0],
    rewards: { G: goal, H: hole, F: frozen, S: frozen },
  };
}

function checkMap(map: readonly string[]): void {
  const isRectangle = map.length > 0 && map.every((row) => row.length === map[0]?.length);
  const letters = map.join('');
  if (isRectangle && /^[SFHG]+$/.test(letters) && letters.includes('S')) return;
  throw new ValueError(
    `FrozenLake: a map is rows of equal length with the letters S (at least one), F, H and G, got ` +
      JSON.stringify(map),
  );
}

function tableOf({ map, odds, rewards }: Settings): TransitionTable {
  const columns = map[0]?.length ?? 0;
  const size = [map.length, columns] as const;
  const letterAt = (row: number, column: number): string => map[row]?.[column] ?? 'F';
  const move = (row: number, column: number, action: number, probability: number): Transition => {
    const [y, x] = neighbour([row, column], directions[action] ?? [0, 0], size);
    const letter = letterAt(y, x);
    return [probability, y * columns + x, rewards[letter] ?? 0, 'GH'.includes(letter)];
  };
  return Array.from({ length: map.length * columns }, (_, state) => {
    const [row, column] = [Math.floor(state / columns), state % columns];
    if ('GH'.includes(letterAt(row, column))) {
      return directions.map((): Transition[] => [[1, state, 0, true]]);
    }
    return directions.map((_direction, action) =>
      withSides(action).flatMap((actual, i) => {
        const probability = odds[i] ?? 0;
        return probability === 0 ? [] : [move(row, column, actual, probability)];
      }),
    );
  });
}
