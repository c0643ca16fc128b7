/**
 * `Wrapper`: an environment around another one. It passes everything on; subclasses change what
 * they are for. Source: https://gymnasium.farama.org/api/wrappers/
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import {
  drawsNothing,
  type Env,
  type ResetOptions,
  type ResetResult,
  type StepResult,
} from '../env/env.js';
import type { Drawing, RenderMode } from '../render/drawing.js';
import type { Space } from '../spaces/space.js';

/** State of a wrapper, as JSON: its own, and that of the environment inside. */
export interface WrapperState {
  readonly own: unknown;
  readonly env: unknown;
}

/**
 * An environment around `env`, with observations or actions of another kind perhaps.
 *
 * @example
 * // Rewards ten times as large.
 * class Tenfold<Obs, Act> extends Wrapper<Obs, Act> {
 *   readonly observationSpace = this.env.observationSpace;
 *   readonly actionSpace = this.env.actionSpace;
 *   reset(options?: ResetOptions) {
 *     return this.env.reset(options);
 *   }
 *   step(action: Act): StepResult<Obs> {
 *     const [obs, reward, terminated, truncated, info] = this.env.step(action);
 *     return [obs, 10 * reward, terminated, truncated, info];
 *   }
 * }
 * const env = new Tenfold(new CartPole());
 * env.reset({ seed: 0 });
 * console.log(env.step(1)[1]); // 10
 */
export abstract class Wrapper<Obs, Act, InnerObs = Obs, InnerAct = Act> implements Env<Obs, Act> {
  /** The environment inside. */
  readonly env: Env<InnerObs, InnerAct>;
  abstract readonly observationSpace: Space<Obs>;
  abstract readonly actionSpace: Space<Act>;

  constructor(env: Env<InnerObs, InnerAct>) {
    this.env = env;
  }

  abstract reset(options?: ResetOptions): ResetResult<Obs>;
  abstract step(action: Act): StepResult<Obs>;

  /** The environment inside all wrappers. */
  get unwrapped(): Env {
    return innermost(this.env);
  }

  /** What the subclass goes on from, as JSON; null where there is nothing. */
  protected saveOwn(): unknown {
    return null;
  }

  /** Goes on from what `saveOwn` gave. */
  protected loadOwn(_own: unknown): void {}

  render(mode?: RenderMode): string {
    signatures.Wrapper$render.check(arguments);
    return this.env.render(mode);
  }

  /** @throws ValueError when the environment inside does not draw itself. */
  draw(): Drawing {
    if (this.env.draw !== undefined) return this.env.draw();
    throw drawsNothing(`${this.env.constructor.name}.draw`);
  }

  close(): void {
    this.env.close();
  }

  /** All that both go on from. @throws ValueError when the environment inside cannot be saved. */
  stateDict(): WrapperState {
    if (this.env.stateDict === undefined) throw unsaved(this.env);
    return { own: this.saveOwn(), env: this.env.stateDict() };
  }

  /** Goes on from such a state. @throws ValueError when it is none. */
  loadStateDict(state: unknown): void {
    if (this.env.loadStateDict === undefined) throw unsaved(this.env);
    if (typeof state !== 'object' || state === null || !('env' in state) || !('own' in state)) {
      throw new ValueError(`${this.constructor.name}.loadStateDict: not the state of a wrapper`);
    }
    this.env.loadStateDict(state.env);
    this.loadOwn(state.own);
  }
}

/** The environment inside all wrappers around it. */
export function innermost(env: Env): Env {
  let inner = env;
  while (inner instanceof Wrapper) inner = inner.env;
  return inner;
}

function unsaved(env: Env): ValueError {
  return new ValueError(
    `${env.constructor.name} cannot be saved; give it stateDict() and loadStateDict(), or extend BaseEnv`,
  );
}
