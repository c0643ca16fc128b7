/**
 * Taxi: fetch a passenger and bring them where they want to go. Source: Dietterich, "Hierarchical
 * reinforcement learning with the MAXQ value function decomposition", 2000,
 * https://doi.org/10.1613/jair.639; https://gymnasium.farama.org/environments/toy_text/taxi/
 */

import * as signatures from '../../../signatures/rl.js';
import type { Info } from '../../env/env.js';
import { type Drawing, drawing, label, line, type RenderMode, rect } from '../../render/drawing.js';
import { toSvg } from '../../render/svg.js';
import { TabularEnv, type Transition, type TransitionTable } from './tabular-env.js';

/** The city: between two cells is a colon, or a wall. */
const city: readonly string[] = [
  '+---------+',
  '|R: | : :G|',
  '| : | : : |',
  '| : : : : |',
  '| | : | : |',
  '|Y| : |B: |',
  '+---------+',
];

/** Where passengers stand and want to go: red, green, yellow, blue. */
const places: readonly (readonly [row: number, column: number])[] = [
  [0, 0],
  [0, 4],
  [4, 0],
  [4, 3],
];

/** The passenger's place when they are in the taxi. */
const inTaxi = 4;

/** What a state number stands for. */
interface Situation {
  readonly row: number;
  readonly column: number;
  readonly passenger: number;
  readonly destination: number;
}

function decode(state: number): Situation {
  return {
    destination: state % 4,
    passenger: Math.floor(state / 4) % 5,
    column: Math.floor(state / 20) % 5,
    row: Math.floor(state / 100),
  };
}

function encode({ row, column, passenger, destination }: Situation): number {
  return ((row * 5 + column) * 5 + passenger) * 4 + destination;
}

function placeOf({ row, column }: Situation): number {
  return places.findIndex(([y, x]) => y === row && x === column);
}

/** Whether there is no wall between a cell and the one east of it. */
function isOpenEast(row: number, column: number): boolean {
  return city[row + 1]?.[2 * column + 2] === ':';
}

/** What each action, 0 to 5, does. */
const actions: readonly ((situation: Situation) => Transition)[] = [
  (now) => moved(now, { row: Math.min(4, now.row + 1) }),
  (now) => moved(now, { row: Math.max(0, now.row - 1) }),
  (now) => moved(now, isOpenEast(now.row, now.column) ? { column: now.column + 1 } : {}),
  (now) => moved(now, isOpenEast(now.row, now.column - 1) ? { column: now.column - 1 } : {}),
  (now) => {
    const isHere = now.passenger !== inTaxi && placeOf(now) === now.passenger;
    return isHere ? moved(now, { passenger: inTaxi }) : moved(now, {}, -10);
  },
  (now) => {
    const place = placeOf(now);
    if (now.passenger !== inTaxi || place === -1) return moved(now, {}, -10);
    if (place === now.destination) return moved(now, { passenger: place }, 20, true);
    return moved(now, { passenger: place });
  },
];

function moved(
  now: Situation,
  change: Partial<Situation>,
  reward = -1,
  terminated = false,
): Transition {
  return [1, encode({ ...now, ...change }), reward, terminated];
}

/**
 * Observation: one of 500 states, from the taxi's cell, the passenger's place (0 to 3, or 4 in the
 * taxi) and the destination. Actions: 0 south, 1 north, 2 east, 3 west, 4 pick up, 5 drop off.
 * Reward -1 per step, -10 for picking up or dropping off where that cannot be, 20 at the
 * destination, which ends it. `info.actionMask` has 1 for each action that changes something.
 *
 * @example
 * const taxi = new Taxi();
 * taxi.reset({ seed: 0 });
 * console.log(taxi.observationSpace.n, taxi.step(1)[1]); // 500 -1
 */
export class Taxi extends TabularEnv {
  constructor() {
    const states = Array.from({ length: 500 }, (_, state) => decode(state));
    const table: TransitionTable = states.map((now) => actions.map((act) => [act(now)]));
    super(
      table,
      states.map(({ passenger, destination }) =>
        Number(passenger !== inTaxi && passenger !== destination),
      ),
    );
  }

  protected override facts(probability: number): Info {
    const { state } = this;
    const ends = this.transitions[state] ?? [];
    const actionMask = Int8Array.from(ends, ([end]) => Number(end?.[1] !== state || end?.[3]));
    return { prob: probability, actionMask };
  }

  override render(mode: RenderMode = 'text'): string {
    signatures.Taxi$render.check(arguments);
    if (mode === 'svg') return toSvg(this.draw());
    const { row, column, passenger, destination } = decode(this.state);
    const lines = city.map((text, y) =>
      y === row + 1 ? `${text.slice(0, 2 * column + 1)}#${text.slice(2 * column + 2)}` : text,
    );
    const ride = `passenger ${nameOf(passenger)}, destination ${nameOf(destination)}`;
    return [...lines, ride].join('\n');
  }

  override draw(): Drawing {
    const { row, column, passenger, destination } = decode(this.state);
    const size = 60;
    const marks = places.flatMap(([y, x], place) => {
      const fill = ['#f4b6b6', '#b9e0b0', '#f5eab0', '#b4c8ee'][place] ?? '#fff';
      const text = label((x + 0.5) * size, (y + 0.5) * size, nameOf(place), 20);
      return [rect(x * size, y * size, size, size, fill), text];
    });
    const walls = Array.from({ length: 20 }, (_, i) => [Math.floor(i / 4), i % 4] as const)
      .filter(([y, x]) => !isOpenEast(y, x))
      .map(([y, x]) =>
        line([(x + 1) * size, y * size], [(x + 1) * size, (y + 1) * size], '#444', 4),
      );
    const fill = passenger === inTaxi ? '#e8a33d' : '#f7d774';
    const taxi = rect(column * size + 12, row * size + 18, size - 24, size - 36, fill);
    const goal = `${nameOf(passenger)} to ${nameOf(destination)}`;
    return drawing(300, 330, [...marks, ...walls, taxi, label(150, 315, goal, 16)]);
  }
}

function nameOf(place: number): string {
  return ['R', 'G', 'Y', 'B', 'taxi'][place] ?? '';
}
