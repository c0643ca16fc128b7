/**
 * Acrobot: two links and one motor between them, to be swung up. Source: Sutton, "Generalization in
 * reinforcement learning: successful examples using sparse coarse coding", 1996;
 * https://gymnasium.farama.org/environments/classic_control/acrobot/
 */

import * as signatures from '../../../signatures/rl.js';
import { BaseEnv, type Info, type ResetResult, type StepResult } from '../../env/env.js';
import { circle, type Drawing, drawing, line, type RenderMode } from '../../render/drawing.js';
import { toSvg } from '../../render/svg.js';
import { signed, track } from '../../render/text.js';
import { Box } from '../../spaces/box.js';
import { Discrete } from '../../spaces/discrete.js';
import { savedNumbers, startUniform } from './start-range.js';

const { cos, PI, sin } = Math;
const maxSpeed1 = 4 * PI;
const maxSpeed2 = 9 * PI;
/** Seconds per step. */
const tau = 0.2;
const gravity = 9.8;
/** Distance from a joint to the centre of its link, whose length and mass are 1. */
const center = 0.5;
const inertia = 1;

/** Two angles and two angular velocities. */
type State = readonly [angle1: number, angle2: number, speed1: number, speed2: number];

/** How the state changes, per second. */
function derivative([angle1, angle2, speed1, speed2]: State, torque: number): State {
  const d1 = center * center + (1 + center * center + 2 * center * cos(angle2)) + inertia + inertia;
  const d2 = center * center + center * cos(angle2) + inertia;
  const phi2 = center * gravity * cos(angle1 + angle2 - PI / 2);
  const phi1 =
    -center * (speed2 * speed2) * sin(angle2) -
    2 * center * speed2 * speed1 * sin(angle2) +
    (center + 1) * gravity * cos(angle1 - PI / 2) +
    phi2;
  const turning2 =
    (torque + (d2 / d1) * phi1 - center * (speed1 * speed1) * sin(angle2) - phi2) /
    (center * center + inertia - (d2 * d2) / d1);
  return [speed1, speed2, -(d2 * turning2 + phi1) / d1, turning2];
}

function moved(state: State, by: State, time: number): State {
  const [a, b, c, d] = state;
  return [a + time * by[0], b + time * by[1], c + time * by[2], d + time * by[3]];
}

/** One step of the classical Runge-Kutta method. */
function rungeKutta(state: State, torque: number): State {
  const k1 = derivative(state, torque);
  const k2 = derivative(moved(state, k1, tau / 2), torque);
  const k3 = derivative(moved(state, k2, tau / 2), torque);
  const k4 = derivative(moved(state, k3, tau), torque);
  const mean = (i: 0 | 1 | 2 | 3): number => k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i];
  return moved(state, [mean(0), mean(1), mean(2), mean(3)], tau / 6);
}

/** The same angle in [-pi, pi]. */
function wrapped(angle: number): number {
  let result = angle;
  while (result > PI) result -= 2 * PI;
  while (result < -PI) result += 2 * PI;
  return result;
}

function bounded(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value));
}

/**
 * Observation: cosine and sine of both angles, and both angular velocities. Actions: torque -1, 0
 * or 1. Reward -1 per step, 0 at the end. Terminates when the tip is one link's length above the
 * upper joint.
 *
 * @example
 * const env = new Acrobot();
 * console.log(env.reset({ seed: 0 })[0].length, env.step(2)[1]); // 6 -1
 */
export class Acrobot extends BaseEnv<Float32Array, number> {
  readonly observationSpace: Box = new Box(
    [-1, -1, -1, -1, -maxSpeed1, -maxSpeed2],
    [1, 1, 1, 1, maxSpeed1, maxSpeed2],
  );
  readonly actionSpace: Discrete = new Discrete(3);
  #state: State = [0, 0, 0, 0];

  protected start(options: Info): ResetResult<Float32Array> {
    const start = startUniform('Acrobot.reset', this.random, 4, [-0.1, 0.1], options);
    this.loadOwn(start.map(Math.fround));
    return [this.#observation(), {}];
  }

  #observation(): Float32Array {
    const [angle1, angle2, speed1, speed2] = this.#state;
    return new Float32Array([cos(angle1), sin(angle1), cos(angle2), sin(angle2), speed1, speed2]);
  }

  protected advance(action: number): StepResult<Float32Array> {
    const [angle1, angle2, speed1, speed2] = rungeKutta(this.#state, action - 1);
    const speeds = [bounded(speed1, maxSpeed1), bounded(speed2, maxSpeed2)] as const;
    this.#state = [wrapped(angle1), wrapped(angle2), ...speeds];
    const terminated = -cos(this.#state[0]) - cos(this.#state[1] + this.#state[0]) > 1;
    return [this.#observation(), terminated ? 0 : -1, terminated, false, {}];
  }

  protected override saveOwn(): State {
    return this.#state;
  }

  protected override loadOwn(own: unknown): void {
    const [angle1 = 0, angle2 = 0, speed1 = 0, speed2 = 0] = savedNumbers('Acrobot', own, 4);
    this.#state = [angle1, angle2, speed1, speed2];
  }

  override render(mode: RenderMode = 'text'): string {
    signatures.Acrobot$render.check(arguments);
    if (mode === 'svg') return toSvg(this.draw());
    const [angle1, angle2] = this.#state;
    const height = -cos(angle1) - cos(angle1 + angle2);
    return `${track(height, -2, 2, 'o')}  height ${signed(height)} of +1`;
  }

  override draw(): Drawing {
    const [angle1, angle2] = this.#state;
    const joint = [200 + 80 * sin(angle1), 200 + 80 * cos(angle1)] as const;
    const end = [
      joint[0] + 80 * sin(angle1 + angle2),
      joint[1] + 80 * cos(angle1 + angle2),
    ] as const;
    return drawing(400, 400, [
      line([20, 120], [380, 120], '#bbb', 2),
      line([200, 200], joint, '#4c9ea8', 14),
      line(joint, end, '#4c9ea8', 14),
      circle(200, 200, 8, '#e8c53d'),
      circle(joint[0], joint[1], 8, '#e8c53d'),
    ]);
  }
}
