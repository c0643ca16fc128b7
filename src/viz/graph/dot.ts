/**
 * Writes boxes in Graphviz's language DOT: a record of label, data and gradient for each, its
 * operation in a circle before it, left to right as on a blackboard.
 * Source: https://graphviz.org/doc/info/lang.html and https://graphviz.org/doc/info/shapes.html
 */

import { measuredFont, type Theme } from '../style/theme.js';
import type { Box, Drawing } from './drawing.js';
import { columnsOf } from './measure.js';

/** Which way the arrows go. */
export type Direction = 'right' | 'down';

/** How a drawing is written. */
export interface DotStyle {
  readonly title: string;
  readonly theme: Theme;
  readonly direction: Direction;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Long names keep their end, which tells them apart. */
function shorten(text: string): string {
  return text.length <= 28 ? text : `…${text.slice(-27)}`;
}

function fillOf(box: Box, isRoot: boolean, theme: Theme): string {
  if (isRoot) return theme.result;
  return box.op === '' ? theme.given : theme.computed;
}

/** A table of one column; the first row is filled. */
function record(box: Box, isRoot: boolean, theme: Theme): string {
  const head: string[] = [];
  if (box.opPlace === 'header' && box.op !== '') head.push(`<B>${escapeHtml(shorten(box.op))}</B>`);
  if (box.label !== '') {
    const label = escapeHtml(shorten(box.label));
    head.push(head.length === 0 ? `<B>${label}</B>` : label);
  }
  const rows = [...head, ...box.facts.map((fact) => escapeHtml(fact))];
  const fill = fillOf(box, isRoot, theme);
  const cells = rows.map((row, i) => {
    const isHead = i < Math.max(1, head.length);
    const line = i < rows.length - 1 && i >= head.length - 1 ? ' SIDES="B" BORDER="1"' : '';
    return `<TR><TD${isHead ? ` BGCOLOR="${fill}"` : ''}${line} ALIGN="CENTER">${row}</TD></TR>`;
  });
  return (
    `<<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4" COLOR="${theme.line}">` +
    `${cells.join('')}</TABLE>>`
  );
}

function heading({ title, theme }: DotStyle, caption: string): string[] {
  const lines: string[] = [];
  if (title !== '') {
    lines.push(
      `<TR><TD ALIGN="LEFT"><FONT POINT-SIZE="15"><B>${escapeHtml(title)}</B></FONT></TD></TR>`,
    );
  }
  if (caption !== '') {
    lines.push(
      `<TR><TD ALIGN="LEFT"><FONT COLOR="${theme.quiet}">${escapeHtml(caption)}</FONT></TD></TR>`,
    );
  }
  if (lines.length === 0) return [];
  return [`label=<<TABLE BORDER="0" CELLBORDER="0">${lines.join('')}</TABLE>>`];
}

/** Whether every arrow ends in the column after the one where it begins, so none meets a box. */
function isLayered(boxes: readonly Box[]): boolean {
  const places = new Map(
    columnsOf(boxes).flatMap((column, place) => column.map((box) => [box, place] as const)),
  );
  return boxes.every((box) =>
    box.inputs.every((input) => places.get(input) === (places.get(box) ?? 0) - 1),
  );
}

/** A box with more inputs makes its drawing a net of arrows, which needs room between columns. */
const FEW_INPUTS = 2;

/** The DOT text of a drawing. */
export function writeDot({ boxes, caption }: Drawing, style: DotStyle): string {
  const { theme, direction } = style;
  const font = `fontname="${measuredFont}" fontcolor="${theme.text}"`;
  const isNet = boxes.some(({ inputs }) => inputs.length > FEW_INPUTS);
  const [side, gap] = direction === 'right' ? [[':e', ':w'], 0.22] : [[':s', ':n'], 0.28];
  // In a net, arrows leave and arrive in the middle of a side: none runs behind a box.
  const [from, to] = isNet ? side : ['', ''];
  const lines = [
    `rankdir=${direction === 'right' ? 'LR' : 'TB'} bgcolor="${theme.background}" pad=0.15`,
    `nodesep=0.14 ranksep=${isNet ? 0.9 : gap} labelloc=t labeljust=l fontsize=12 ${font}`,
    ...(isNet && isLayered(boxes) ? ['splines=line'] : []),
    ...heading(style, caption),
    `node [shape=plain fontsize=12 ${font}]`,
    `edge [color="${theme.line}" arrowsize=0.6]`,
  ];
  const names = new Map(boxes.map((box, i) => [box, `n${i}`]));
  boxes.forEach((box, i) => {
    lines.push(`n${i} [label=${record(box, i === boxes.length - 1, theme)}]`);
    let target = `n${i}`;
    if (box.opPlace === 'circle' && box.op !== '') {
      target = `o${i}`;
      lines.push(
        `o${i} [label="${escapeHtml(box.op)}" shape=${box.op.length > 2 ? 'ellipse' : 'circle'} ` +
          `margin=0.02 width=0.34 height=0.34 color="${theme.line}" ` +
          `style=filled fillcolor="${theme.background}"]`,
        `o${i} -> n${i} [weight=8]`,
      );
    }
    for (const input of box.inputs) lines.push(`${names.get(input)}${from} -> ${target}${to}`);
  });
  return `digraph {\n  ${lines.join('\n  ')}\n}\n`;
}
