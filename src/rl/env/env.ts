/**
 * `Env`, the contract between an environment and whoever acts in it, and `BaseEnv`, which keeps the
 * random stream and the order of calls. Source: https://gymnasium.farama.org/api/env/
 */

import { describe } from '../../calls/index.js';
import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import { RandomGenerator, type RandomGeneratorState } from '../random/random-generator.js';
import type { Drawing, RenderMode } from '../render/drawing.js';
import type { Space } from '../spaces/space.js';

/** Facts beside an observation, by name. */
export type Info = Readonly<Record<string, unknown>>;

/** Options of `reset`. */
export interface ResetOptions {
  /** Restarts the random stream; without a seed, or with null, it goes on. */
  readonly seed?: number | bigint | null;
  /** What else an environment lets choose. */
  readonly options?: Info;
}

/** What `reset` gives. */
export type ResetResult<Obs> = [obs: Obs, info: Info];

/**
 * What `step` gives. `terminated`: the task is over, nothing comes after. `truncated`: the episode
 * was cut off, by a time limit for instance, though the task would go on; its last state has a
 * value.
 */
export type StepResult<Obs> = [
  obs: Obs,
  reward: number,
  terminated: boolean,
  truncated: boolean,
  info: Info,
];

/** An environment. Any class with these members is one. */
export interface Env<Obs = unknown, Act = unknown> {
  readonly observationSpace: Space<Obs>;
  readonly actionSpace: Space<Act>;
  /** Starts an episode. Call it first, and after each end of an episode. */
  reset(options?: ResetOptions): ResetResult<Obs>;
  /** Acts once. Each observation is an object of its own, which later steps leave alone. */
  step(action: Act): StepResult<Obs>;
  /** The state as it is now, as text or as SVG. */
  render(mode?: RenderMode): string;
  /** What it looks like now, as shapes: for a canvas, say. */
  draw?(): Drawing;
  /** Lets go of what the environment holds; most hold nothing. */
  close(): void;
  /**
   * All that the environment goes on from, as JSON. Without it, agents resume with a new episode.
   */
  stateDict?(): unknown;
  /** Goes on from such a state, and gives the observation of that moment. */
  loadStateDict?(state: unknown): void;
}

/** Where an episode is. */
type Phase = 'new' | 'running' | 'over';

/** State of a `BaseEnv`, as JSON. */
export interface BaseEnvState {
  readonly random: RandomGeneratorState;
  readonly phase: Phase;
  readonly own: unknown;
}

/**
 * A base for environments: seeds, actions that are checked, calls in the right order, a state that
 * can be saved. A subclass adds the spaces, how an episode starts, and what a step does.
 *
 * @example
 * class Corridor extends BaseEnv<number, number> {
 *   readonly observationSpace = new Discrete(8);
 *   readonly actionSpace = new Discrete(2);
 *   #cell = 0;
 *   protected start(): [number, Info] {
 *     this.#cell = 0;
 *     return [this.#cell, {}];
 *   }
 *   protected advance(action: number): StepResult<number> {
 *     this.#cell = Math.max(0, this.#cell + (action === 1 ? 1 : -1));
 *     return [this.#cell, this.#cell === 7 ? 1 : 0, this.#cell === 7, false, {}];
 *   }
 * }
 * const corridor = new Corridor();
 * corridor.reset({ seed: 0 });
 * console.log(corridor.step(1)); // [ 1, 0, false, false, {} ]
 */
export abstract class BaseEnv<Obs, Act> implements Env<Obs, Act> {
  abstract readonly observationSpace: Space<Obs>;
  abstract readonly actionSpace: Space<Act>;
  #random: RandomGenerator | null = null;
  #phase: Phase = 'new';

  /** The random stream of the environment. */
  protected get random(): RandomGenerator {
    this.#random ??= new RandomGenerator();
    return this.#random;
  }

  /** Puts the environment at the start of an episode. */
  protected abstract start(options: Info): ResetResult<Obs>;

  /** Does what an action, which is in the action space, does. */
  protected abstract advance(action: Act): StepResult<Obs>;

  /** What the subclass goes on from, as JSON; null where there is nothing. */
  protected saveOwn(): unknown {
    return null;
  }

  /** Goes on from what `saveOwn` gave. */
  protected loadOwn(_own: unknown): void {}

  /** Starts an episode. @throws ValueError for a seed that is no integer from 0. */
  reset({ seed, options = {} }: ResetOptions = {}): ResetResult<Obs> {
    signatures.BaseEnv$reset.check(arguments);
    if (seed !== undefined && seed !== null) this.#random = new RandomGenerator(seed);
    this.#phase = 'running';
    return this.start(options);
  }

  /**
   * Acts once.
   * @throws ValueError before the first `reset`, after the end of an episode, for an action outside
   *   of the action space, and when a reward is NaN or infinite.
   */
  step(action: Act): StepResult<Obs> {
    if (this.#phase !== 'running') throw wrongOrder(this.#phase, this.constructor.name);
    if (!this.actionSpace.contains(action)) {
      throw outOfSpace(this.constructor.name, action, this.actionSpace);
    }
    const result = this.advance(action);
    if (!Number.isFinite(result[1])) throw badReward(this.constructor.name, result[1]);
    if (result[2] || result[3]) this.#phase = 'over';
    return result;
  }

  /** @throws ValueError unless the subclass draws itself. */
  render(_mode: RenderMode = 'text'): string {
    signatures.BaseEnv$render.check(arguments);
    throw drawsNothing(`${this.constructor.name}.render`);
  }

  /** What the environment looks like now. @throws ValueError unless the subclass draws itself. */
  draw(): Drawing {
    throw drawsNothing(`${this.constructor.name}.draw`);
  }

  close(): void {}

  /** All that the environment goes on from, as JSON. */
  stateDict(): BaseEnvState {
    return { random: this.random.stateDict(), phase: this.#phase, own: this.saveOwn() };
  }

  /** Goes on from such a state. @throws ValueError when it is none. */
  loadStateDict(state: unknown): void {
    if (!isBaseEnvState(state)) {
      throw new ValueError(
        `${this.constructor.name}.loadStateDict: not the state of an environment`,
      );
    }
    this.random.loadStateDict(state.random);
    this.#phase = state.phase;
    this.loadOwn(state.own);
  }
}

function isBaseEnvState(state: unknown): state is BaseEnvState {
  if (typeof state !== 'object' || state === null) return false;
  return ['random', 'phase', 'own'].every((key) => key in state);
}

/** The error of asking for a picture that there is none of. */
export function drawsNothing(op: string): ValueError {
  return new ValueError(`${op}: this environment does not draw itself`);
}

/** The error of a step before `reset`, or after the end. */
export function wrongOrder(phase: 'new' | 'over', name: string): ValueError {
  return new ValueError(
    phase === 'new'
      ? `${name}.step: the first call is reset(), there is no episode yet`
      : `${name}.step: the episode is over (terminated or truncated); call reset() to start another`,
  );
}

/** The error of an action that the environment does not have. */
export function outOfSpace(name: string, action: unknown, space: Space<unknown>): ValueError {
  const shown =
    ArrayBuffer.isView(action) || Array.isArray(action)
      ? `${action.constructor.name} [${String(action)}]`
      : describe(action);
  return new ValueError(
    `${name}.step: the action ${shown} is not in ${space}. An action is, for example, ` +
      asCode(space.sample()),
  );
}

function asCode(value: unknown): string {
  return ArrayBuffer.isView(value)
    ? `new ${value.constructor.name}([${String(value)}])`
    : String(value);
}

/** The error of a reward that is no finite number. */
export function badReward(name: string, reward: unknown): ValueError {
  return new ValueError(`${name}.step: the reward is ${String(reward)}, not a finite number`);
}
