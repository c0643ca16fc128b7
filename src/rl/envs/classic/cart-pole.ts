/**
 * CartPole: a pole on a cart, to be kept upright by pushing the cart. Source: Barto, Sutton and
 * Anderson, "Neuronlike adaptive elements that can solve difficult learning control problems",
 * 1983, https://doi.org/10.1109/TSMC.1983.6313077;
 * https://gymnasium.farama.org/environments/classic_control/cart_pole/
 */

import * as signatures from '../../../signatures/rl.js';
import { BaseEnv, type Info, type ResetResult, type StepResult } from '../../env/env.js';
import {
  circle,
  type Drawing,
  drawing,
  line,
  type RenderMode,
  rect,
} from '../../render/drawing.js';
import { toSvg } from '../../render/svg.js';
import { signed, track } from '../../render/text.js';
import { Box } from '../../spaces/box.js';
import { Discrete } from '../../spaces/discrete.js';
import { savedNumbers, startUniform } from './start-range.js';

const gravity = 9.8;
const poleMass = 0.1;
const totalMass = 1.1;
/** Half of the pole's length, in metres. */
const halfLength = 0.5;
const poleMassLength = poleMass * halfLength;
/** Newtons. */
const force = 10;
/** Seconds per step. */
const tau = 0.02;
const angleLimit = (12 * 2 * Math.PI) / 360;
const positionLimit = 2.4;

/**
 * Observation: position (m), velocity (m/s), angle (rad), angular velocity (rad/s). Actions: 0
 * pushes left, 1 right. Reward 1 per step, the last included. Terminates when the cart leaves ±2.4
 * m or the pole leans by more than 12 degrees.
 * @example
 * const env = new CartPole();
 * env.reset({ seed: 0 });
 * const [, reward, terminated] = env.step(1);
 * console.log(reward, terminated); // 1 false
 */
export class CartPole extends BaseEnv<Float32Array, number> {
  readonly observationSpace: Box;
  readonly actionSpace: Discrete = new Discrete(2);
  #x = 0;
  #speed = 0;
  #angle = 0;
  #spin = 0;

  constructor() {
    super();
    const infinity = Number.POSITIVE_INFINITY;
    const high = [positionLimit * 2, infinity, angleLimit * 2, infinity];
    this.observationSpace = new Box(
      high.map((value) => -value),
      high,
    );
  }

  protected start(options: Info): ResetResult<Float32Array> {
    const state = startUniform('CartPole.reset', this.random, 4, [-0.05, 0.05], options);
    this.loadOwn(state);
    return [this.#observation(), {}];
  }

  #observation(): Float32Array {
    const observation = new Float32Array(4);
    observation[0] = this.#x;
    observation[1] = this.#speed;
    observation[2] = this.#angle;
    observation[3] = this.#spin;
    return observation;
  }

  protected advance(action: number): StepResult<Float32Array> {
    const push = action === 1 ? force : -force;
    const cos = Math.cos(this.#angle);
    const sin = Math.sin(this.#angle);
    const spin = this.#spin;
    const temp = (push + poleMassLength * (spin * spin) * sin) / totalMass;
    const spinning =
      (gravity * sin - cos * temp) / (halfLength * (4 / 3 - (poleMass * (cos * cos)) / totalMass));
    const speeding = temp - (poleMassLength * spinning * cos) / totalMass;
    this.#x += tau * this.#speed;
    this.#speed += tau * speeding;
    this.#angle += tau * spin;
    this.#spin += tau * spinning;
    const terminated = Math.abs(this.#x) > positionLimit || Math.abs(this.#angle) > angleLimit;
    return [this.#observation(), 1, terminated, false, {}];
  }

  protected override saveOwn(): number[] {
    return [this.#x, this.#speed, this.#angle, this.#spin];
  }

  protected override loadOwn(own: unknown): void {
    const [x = 0, speed = 0, angle = 0, spin = 0] = savedNumbers('CartPole', own, 4);
    this.#x = x;
    this.#speed = speed;
    this.#angle = angle;
    this.#spin = spin;
  }

  override render(mode: RenderMode = 'text'): string {
    signatures.CartPole$render.check(arguments);
    if (mode === 'svg') return toSvg(this.draw());
    const [x, angle] = [this.#x, this.#angle];
    const lean = angle < 0 ? '\\' : '/';
    const mark = Math.abs(angle) < 0.02 ? '|' : lean;
    const range = track(x, -positionLimit, positionLimit, mark);
    return `${range}  x ${signed(x)}  angle ${signed(angle)}`;
  }

  override draw(): Drawing {
    const [x, angle] = [this.#x, this.#angle];
    const center = 300 + (x / positionLimit) * 280;
    const tip = [center + 200 * Math.sin(angle), 260 - 200 * Math.cos(angle)] as const;
    return drawing(600, 320, [
      line([10, 275], [590, 275], '#888', 2),
      rect(center - 30, 250, 60, 32, '#4c78a8'),
      line([center, 260], tip, '#e8a33d', 10),
      circle(center, 260, 5, '#333'),
    ]);
  }
}
