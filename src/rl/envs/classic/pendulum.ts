/**
 * Pendulum: to be swung up and held upright with little torque.
 * Source: https://gymnasium.farama.org/environments/classic_control/pendulum/
 */

import * as signatures from '../../../signatures/rl.js';
import { BaseEnv, type Info, type ResetResult, type StepResult } from '../../env/env.js';
import { checkNames, numberOption } from '../../options/with-defaults.js';
import { circle, type Drawing, drawing, line, type RenderMode } from '../../render/drawing.js';
import { toSvg } from '../../render/svg.js';
import { signed, track } from '../../render/text.js';
import { Box } from '../../spaces/box.js';
import { savedNumbers } from './start-range.js';

const maxSpeed = 8;
const maxTorque = 2;
const tau = 0.05;
const gravity = 10;

/** The same angle in [-pi, pi). */
function normalized(angle: number): number {
  const turn = 2 * Math.PI;
  const rest = (angle + Math.PI) % turn;
  return (rest < 0 ? rest + turn : rest) - Math.PI;
}

/**
 * Observation: cosine and sine of the angle (0 is upright), and angular velocity. Action: a torque
 * from -2 to 2. Reward: minus angle^2 + 0.1 velocity^2 + 0.001 torque^2. Never terminates.
 *
 * @example
 * const env = new Pendulum();
 * env.reset({ seed: 0 });
 * const [[cosine = 0, sine = 0]] = env.step(Float32Array.of(2));
 * console.log((cosine ** 2 + sine ** 2).toFixed(4)); // 1.0000
 */
export class Pendulum extends BaseEnv<Float32Array, Float32Array> {
  readonly observationSpace: Box = new Box([-1, -1, -maxSpeed], [1, 1, maxSpeed]);
  readonly actionSpace: Box = new Box(-maxTorque, maxTorque, [1]);
  #angle = 0;
  #velocity = 0;

  /** `options`: `xInit` and `yInit`, the largest angle and velocity to start with. */
  protected start(options: Info): ResetResult<Float32Array> {
    checkNames('Pendulum.reset', options, ['xInit', 'yInit']);
    const x = numberOption('Pendulum.reset', options, 'xInit', Math.PI);
    const y = numberOption('Pendulum.reset', options, 'yInit', 1);
    this.#angle = this.random.uniform(-x, x);
    this.#velocity = this.random.uniform(-y, y);
    return [this.#observation(), {}];
  }

  #observation(): Float32Array {
    return new Float32Array([Math.cos(this.#angle), Math.sin(this.#angle), this.#velocity]);
  }

  protected advance([torque = 0]: Float32Array): StepResult<Float32Array> {
    const angle = normalized(this.#angle);
    const speed = this.#velocity;
    const cost = angle * angle + 0.1 * (speed * speed) + 0.001 * (torque * torque);
    const pull = ((3 * gravity) / 2) * Math.sin(this.#angle);
    const velocity = speed + (pull + 3 * torque) * tau;
    this.#velocity = Math.min(maxSpeed, Math.max(-maxSpeed, velocity));
    this.#angle += this.#velocity * tau;
    return [this.#observation(), -cost, false, false, {}];
  }

  protected override saveOwn(): number[] {
    return [this.#angle, this.#velocity];
  }

  protected override loadOwn(own: unknown): void {
    [this.#angle = 0, this.#velocity = 0] = savedNumbers('Pendulum', own, 2);
  }

  override render(mode: RenderMode = 'text'): string {
    signatures.Pendulum$render.check(arguments);
    if (mode === 'svg') return toSvg(this.draw());
    const angle = normalized(this.#angle);
    return `${track(angle, -Math.PI, Math.PI, '|')}  angle ${signed(angle)}`;
  }

  override draw(): Drawing {
    const angle = normalized(this.#angle);
    const tip = [200 - 130 * Math.sin(angle), 200 - 130 * Math.cos(angle)] as const;
    return drawing(400, 400, [line([200, 200], tip, '#cc4c4c', 24), circle(200, 200, 8, '#333')]);
  }
}
