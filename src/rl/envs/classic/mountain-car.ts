/**
 * MountainCar: a car too weak for the hill, which has to swing up. Source: Moore, "Efficient
 * memory-based learning for robot control", 1990;
 * https://gymnasium.farama.org/environments/classic_control/mountain_car/
 */

import * as signatures from '../../../signatures/rl.js';
import { BaseEnv, type Info, type ResetResult, type StepResult } from '../../env/env.js';
import type { Drawing, RenderMode } from '../../render/drawing.js';
import { toSvg } from '../../render/svg.js';
import { Box } from '../../spaces/box.js';
import { Discrete } from '../../spaces/discrete.js';
import { drawHill, hillText, maxPosition, minPosition } from './hill.js';
import { savedNumbers, startUniform } from './start-range.js';

const maxSpeed = 0.07;
const goal = 0.5;

/**
 * Observation: position and velocity. Actions: 0 pushes left, 1 does nothing, 2 pushes right.
 * Reward -1 per step. Terminates at the top, position 0.5.
 *
 * @example
 * const env = new MountainCar();
 * env.reset({ seed: 0 });
 * const [, reward, terminated] = env.step(2);
 * console.log(reward, terminated); // -1 false
 */
export class MountainCar extends BaseEnv<Float32Array, number> {
  readonly observationSpace: Box = new Box([minPosition, -maxSpeed], [maxPosition, maxSpeed]);
  readonly actionSpace: Discrete = new Discrete(3);
  #position = 0;
  #velocity = 0;

  protected start(options: Info): ResetResult<Float32Array> {
    const op = 'MountainCar.reset';
    [this.#position = 0] = startUniform(op, this.random, 1, [-0.6, -0.4], options);
    this.#velocity = 0;
    return [this.#observation(), {}];
  }

  #observation(): Float32Array {
    return new Float32Array([this.#position, this.#velocity]);
  }

  protected advance(action: number): StepResult<Float32Array> {
    const pull = Math.cos(3 * this.#position) * -0.0025;
    const velocity = this.#velocity + ((action - 1) * 0.001 + pull);
    this.#velocity = Math.min(maxSpeed, Math.max(-maxSpeed, velocity));
    this.#position += this.#velocity;
    this.#position = Math.min(maxPosition, Math.max(minPosition, this.#position));
    if (this.#position === minPosition && this.#velocity < 0) this.#velocity = 0;
    const terminated = this.#position >= goal && this.#velocity >= 0;
    return [this.#observation(), -1, terminated, false, {}];
  }

  protected override saveOwn(): number[] {
    return [this.#position, this.#velocity];
  }

  protected override loadOwn(own: unknown): void {
    [this.#position = 0, this.#velocity = 0] = savedNumbers('MountainCar', own, 2);
  }

  override render(mode: RenderMode = 'text'): string {
    signatures.MountainCar$render.check(arguments);
    return mode === 'svg' ? toSvg(this.draw()) : hillText(this.#position);
  }

  override draw(): Drawing {
    return drawHill(this.#position, goal);
  }
}
