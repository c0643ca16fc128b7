/** What single operations are measured on; `peers/operations/inputs.py` makes the same numbers. */

import { nn, type Tensor, tensor } from 'chainrule';

export const functional: typeof nn.functional = nn.functional;

/** Operations by name. */
export type Operations = Readonly<Record<string, () => Tensor>>;

/** Every input, and those of them that may take gradients. */
export const inputs: Tensor[] = [];
export const leaves: Tensor[] = [];

const countOf = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

function floats(shape: readonly number[], value: (i: number) => number): Tensor {
  const made = tensor(
    Float32Array.from({ length: countOf(shape) }, (_, i) => value(i)),
    { shape },
  );
  inputs.push(made);
  leaves.push(made);
  return made;
}

const wave = (...shape: number[]): Tensor => floats(shape, (i) => Math.sin(1.37 * i));

const picks = (below: number, ...shape: number[]): Tensor => {
  const values = Int32Array.from({ length: countOf(shape) }, (_, i) => (i * 7919) % below);
  const made = tensor(values, { shape });
  inputs.push(made);
  return made;
};

export const x: Tensor = wave(512, 1024);
export const y: Tensor = wave(512, 1024);
export const tall: Tensor = wave(1024, 512);
export const row: Tensor = wave(1024);
export const column: Tensor = wave(512, 1);
/** Between -0.9 and 0.9, above 1.1, and between 0.1 and 0.9. */
export const inside: Tensor = floats([512, 1024], (i) => 0.9 * Math.sin(1.37 * i));
export const above: Tensor = floats([512, 1024], (i) => 2.1 + Math.sin(1.37 * i));
export const share: Tensor = floats([512, 1024], (i) => 0.5 + 0.4 * Math.sin(1.37 * i));
export const rows: Tensor = picks(512, 2048);
export const columns: Tensor = picks(1024, 512, 16);
export const labels: Tensor = picks(1024, 512);
export const wholes: Tensor = picks(1000, 512, 1024);
export const left: Tensor = wave(32, 64, 64);
export const right: Tensor = wave(32, 64, 64);
export const table: Tensor = wave(5000, 128);
export const tokens: Tensor = picks(5000, 32, 64);
export const images: Tensor = wave(16, 32, 32, 32);
/** Places in pictures, and pictures of half their size. */
export const grid: Tensor = wave(16, 32, 32, 2);
export const halves: Tensor = wave(16, 32, 16, 16);
export const sequences: Tensor = wave(16, 32, 256);
export const volumes: Tensor = wave(2, 8, 16, 16, 16);
export const heads: Tensor = wave(8, 4, 128, 32);
export const filter: Tensor = wave(32, 32, 3, 3);
export const single: Tensor = wave(64, 32, 1, 1);
export const depth: Tensor = wave(32, 1, 3, 3);
export const doubling: Tensor = wave(32, 32, 2, 2);
export const along: Tensor = wave(32, 32, 5);
export const solid: Tensor = wave(8, 8, 3, 3, 3);
export const square: Tensor = wave(256, 256);
/** Symmetric with a heavy diagonal, so positive definite, and lists of small ones. */
export const definite: Tensor = floats([256, 256], (i) => {
  const [row, column] = [Math.floor(i / 256), i % 256];
  return row === column ? 300 : Math.cos(row - column);
});
export const small: Tensor = floats([64, 16, 16], (i) => {
  const [row, column] = [Math.floor(i / 16) % 16, i % 16];
  return row === column ? 20 : Math.cos(row - column);
});
