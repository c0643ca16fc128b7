/**
 * Snake: a small world of pixels. The snake grows with each apple, and dies at walls and itself.
 */

import { ValueError } from '../../../errors.js';
import { at } from '../../../list.js';
import * as signatures from '../../../signatures/rl.js';
import { BaseEnv, type Info, type ResetResult, type StepResult } from '../../env/env.js';
import { withDefaults } from '../../options/with-defaults.js';
import { type Drawing, drawing, type RenderMode, rect } from '../../render/drawing.js';
import { toSvg } from '../../render/svg.js';
import { Box } from '../../spaces/box.js';
import { Discrete } from '../../spaces/discrete.js';

/** Options of `Snake`. */
export interface SnakeOptions {
  /** Rows and columns, 10 by default. */
  readonly size?: number;
}

/** Up, right, down, left. */
const directions: readonly (readonly [rows: number, columns: number])[] = [
  [-1, 0],
  [0, 1],
  [1, 0],
  [0, -1],
];

/**
 * Observation: three pictures of `size` x `size` zeros and ones, in this order: head, body, apple.
 * Actions: 0 up, 1 right, 2 down, 3 left. Reward 1 for an apple, -1 for the end at a wall or in its
 * own body, which terminates; so does a snake that fills the world.
 *
 * @example
 * const snake = new Snake({ size: 4 });
 * const [pictures] = snake.reset({ seed: 0 });
 * console.log(pictures.length); // 48
 */
export class Snake extends BaseEnv<Float32Array, number> {
  readonly observationSpace: Box;
  readonly actionSpace: Discrete = new Discrete(4);
  readonly #size: number;
  /** Cells, the head first. */
  #body: readonly number[] = [];
  #apple = -1;

  /** @throws ValueError unless the size is an integer from 4, and for an unknown option. */
  constructor(options: SnakeOptions = {}) {
    signatures.Snake.check(arguments);
    super();
    const { size } = withDefaults('Snake', { size: 10 }, options);
    if (!Number.isInteger(size) || size < 4) {
      throw new ValueError(`Snake: size must be an integer from 4, got ${size}`);
    }
    this.#size = size;
    this.observationSpace = new Box(0, 1, [3, size, size]);
  }

  protected start(_options: Info): ResetResult<Float32Array> {
    const middle = Math.floor(this.#size / 2);
    const head = middle * this.#size + middle;
    this.#body = [head, head - 1, head - 2];
    this.#placeApple();
    return [this.#observation(), { length: this.#body.length }];
  }

  #placeApple(): void {
    const cells = this.#size ** 2;
    const free = Array.from({ length: cells }, (_, cell) => cell).filter(
      (cell) => !this.#body.includes(cell),
    );
    this.#apple = free.length === 0 ? -1 : at(free, this.random.integer(free.length));
  }

  #observation(): Float32Array {
    const cells = this.#size ** 2;
    const planes = new Float32Array(3 * cells);
    this.#body.forEach((cell, i) => {
      planes[cell + (i === 0 ? 0 : cells)] = 1;
    });
    if (this.#apple >= 0) planes[2 * cells + this.#apple] = 1;
    return planes;
  }

  protected advance(action: number): StepResult<Float32Array> {
    const head = at(this.#body, 0);
    const [rows, columns] = at(directions, action);
    const row = Math.floor(head / this.#size) + rows;
    const column = (head % this.#size) + columns;
    const next = row * this.#size + column;
    const isInside = Math.min(row, column) >= 0 && Math.max(row, column) < this.#size;
    // The tail moves on, so its cell is free, unless the snake grows.
    const isEaten = next === this.#apple;
    const kept = isEaten ? this.#body : this.#body.slice(0, -1);
    if (!isInside || kept.includes(next)) {
      return [this.#observation(), -1, true, false, { length: this.#body.length }];
    }
    this.#body = [next, ...kept];
    if (isEaten) this.#placeApple();
    const isFull = this.#apple === -1;
    return [this.#observation(), Number(isEaten), isFull, false, { length: this.#body.length }];
  }

  protected override saveOwn(): unknown {
    return [this.#apple, ...this.#body];
  }

  protected override loadOwn(own: unknown): void {
    if (!Array.isArray(own)) throw new ValueError('Snake.loadStateDict: not a state of Snake');
    const [apple = -1, ...body] = own.map(Number);
    this.#apple = apple;
    this.#body = body;
  }

  override render(mode: RenderMode = 'text'): string {
    signatures.Snake$render.check(arguments);
    if (mode === 'svg') return toSvg(this.draw());
    const size = this.#size;
    const letters = this.#letters();
    const rows = Array.from({ length: size }, (_, row) =>
      letters.slice(row * size, (row + 1) * size).join(' '),
    );
    return rows.join('\n');
  }

  /** A letter for each cell. */
  #letters(): string[] {
    const size = this.#size;
    const kind = (cell: number): string => {
      if (cell === this.#body[0]) return '@';
      if (this.#body.includes(cell)) return 'o';
      return cell === this.#apple ? '*' : '.';
    };
    return Array.from({ length: size * size }, (_, cell) => kind(cell));
  }

  override draw(): Drawing {
    const size = this.#size;
    const fills: Readonly<Record<string, string>> = {
      '@': '#2a7f3f',
      o: '#5fb573',
      '*': '#d62728',
    };
    const pixels = this.#letters().map((letter, cell) =>
      rect((cell % size) * 24, Math.floor(cell / size) * 24, 23, 23, fills[letter] ?? '#eef3f8'),
    );
    return drawing(size * 24, size * 24, pixels);
  }
}
