/**
 * MountainCarContinuous: the same hill, with a motor of any strength that costs what it uses.
 * Source: https://gymnasium.farama.org/environments/classic_control/mountain_car_continuous/
 */

import * as signatures from '../../../signatures/rl.js';
import { BaseEnv, type Info, type ResetResult, type StepResult } from '../../env/env.js';
import type { Drawing, RenderMode } from '../../render/drawing.js';
import { toSvg } from '../../render/svg.js';
import { Box } from '../../spaces/box.js';
import { drawHill, hillText, maxPosition, minPosition } from './hill.js';
import { savedNumbers, startUniform } from './start-range.js';

const maxSpeed = 0.07;
const goal = 0.45;
const power = 0.0015;

/**
 * Observation: position and velocity. Action: a force from -1 to 1. Reward 100 at the top, less a
 * tenth of the force's square at each step. Terminates at the top, position 0.45.
 *
 * @example
 * const env = new MountainCarContinuous();
 * env.reset({ seed: 0 });
 * const [[, speed = 0], reward] = env.step(Float32Array.of(1)); // full power to the right
 * console.log(speed > 0, reward.toFixed(2)); // true -0.10
 */
export class MountainCarContinuous extends BaseEnv<Float32Array, Float32Array> {
  readonly observationSpace: Box = new Box([minPosition, -maxSpeed], [maxPosition, maxSpeed]);
  readonly actionSpace: Box = new Box(-1, 1, [1]);
  #position = 0;
  #velocity = 0;

  protected start(options: Info): ResetResult<Float32Array> {
    const op = 'MountainCarContinuous.reset';
    [this.#position = 0] = startUniform(op, this.random, 1, [-0.6, -0.4], options);
    this.#velocity = 0;
    return [this.#observation(), {}];
  }

  #observation(): Float32Array {
    return new Float32Array([this.#position, this.#velocity]);
  }

  protected advance([force = 0]: Float32Array): StepResult<Float32Array> {
    const pull = 0.0025 * Math.cos(3 * this.#position);
    let velocity = this.#velocity + (force * power - pull);
    velocity = Math.min(maxSpeed, Math.max(-maxSpeed, velocity));
    let position = this.#position + velocity;
    position = Math.min(maxPosition, Math.max(minPosition, position));
    if (position === minPosition && velocity < 0) velocity = 0;
    const terminated = position >= goal && velocity >= 0;
    const reward = (terminated ? 100 : 0) - force * force * 0.1;
    // The state is kept as float32.
    this.#position = Math.fround(position);
    this.#velocity = Math.fround(velocity);
    return [this.#observation(), reward, terminated, false, {}];
  }

  protected override saveOwn(): number[] {
    return [this.#position, this.#velocity];
  }

  protected override loadOwn(own: unknown): void {
    [this.#position = 0, this.#velocity = 0] = savedNumbers('MountainCarContinuous', own, 2);
  }

  override render(mode: RenderMode = 'text'): string {
    signatures.MountainCarContinuous$render.check(arguments);
    return mode === 'svg' ? toSvg(this.draw()) : hillText(this.#position);
  }

  override draw(): Drawing {
    return drawHill(this.#position, goal);
  }
}
