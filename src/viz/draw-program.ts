/** `drawProgram`: what the compiler made of an expression, as a picture. */

import { ValueError } from '../errors.js';
import type { Explanation } from '../explain/index.js';
import { Picture } from './picture.js';
import { kernelDrawing } from './program/kernel-boxes.js';
import { nodeDrawing } from './program/program-boxes.js';
import { writeProgram } from './program/program-dot.js';
import { type PictureOptions, themeOf } from './style/theme.js';

/** Options of `drawProgram`. */
export interface DrawProgramOptions extends PictureOptions {
  /** Which program of the explanation, 0 by default. */
  readonly program?: number;
  /**
   * `'nodes'` in the frames of their kernels, or `'kernels'` alone; by default nodes if they are
   * few.
   */
  readonly detail?: 'nodes' | 'kernels';
  /** `'right'` or `'down'`; by default right for few boxes. */
  readonly direction?: 'right' | 'down';
}

/** More nodes than this are more than one can follow. */
const mostNodes = 32;
/** More boxes in a row are too wide for a page. */
const mostInARow = 9;

/**
 * Draws a program: each kernel as a frame around the nodes that it computes, what is given in blue,
 * what is asked for in orange. A bold arrow reads an array from memory, a thin one stays in
 * registers. Views and numbers are not drawn, they are no work. A program of many nodes is drawn
 * kernel by kernel.
 *
 * @param explanation what `explain` of `chainrule/explain` gives.
 * @throws ValueError when it has no such program, or for a wrong option.
 * @example
 * import { explain } from 'chainrule/explain';
 *
 * const picture = drawProgram(explain(linspace(0, 1, 400).reshape([4, 100]).softmax(1)));
 * console.log(await picture.save('softmax.svg')); // softmax.svg
 */
export function drawProgram(explanation: Explanation, options: DrawProgramOptions = {}): Picture {
  const { program: index = 0, title = '', detail, direction } = options;
  const theme = themeOf('drawProgram', options.theme);
  if (!Array.isArray(explanation?.programs)) {
    throw new ValueError('drawProgram: expected what explain(...) of chainrule/explain gives');
  }
  const program = explanation.programs[index];
  if (program === undefined) {
    throw new ValueError(
      `drawProgram: the explanation has ${explanation.programs.length} programs, none with number ` +
        `${index}. Explain what has not been computed yet`,
    );
  }
  if (detail !== undefined && detail !== 'nodes' && detail !== 'kernels') {
    throw new ValueError(`drawProgram: detail must be 'nodes' or 'kernels', got '${detail}'`);
  }
  const nodes = nodeDrawing(program);
  const isLarge = nodes.boxes.length > mostNodes;
  const shown = detail ?? (isLarge ? 'kernels' : 'nodes');
  const drawing = shown === 'nodes' ? nodes : kernelDrawing(program);
  const caption =
    shown === 'nodes' ? 'bold arrows go through memory' : 'arrows are arrays in memory';
  const best = drawing.boxes.length > mostInARow ? 'down' : 'right';
  const spec = writeProgram(drawing, { title, caption, theme, direction: direction ?? best });
  return new Picture({ kind: 'graphviz', spec });
}
