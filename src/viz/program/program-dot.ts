/**
 * Writes the drawing of a program in Graphviz's language DOT:
 * https://graphviz.org/doc/info/lang.html
 */

import { measuredFont, seriesColour, type Theme } from '../style/theme.js';
import type { ProgramBox, ProgramDrawing, ProgramEdge } from './program-drawing.js';

/** How a drawing is written. */
export interface ProgramStyle {
  readonly title: string;
  readonly caption: string;
  readonly theme: Theme;
  readonly direction: 'right' | 'down';
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function boxLabel({ kind, lines, heads }: ProgramBox, theme: Theme, isFramed: boolean): string {
  const fills = {
    given: theme.given,
    computed: isFramed ? theme.background : theme.computed,
    stored: theme.background,
    result: theme.result,
  };
  const isMemory = kind !== 'computed';
  const colour = isMemory ? seriesColour(theme, 0) : theme.line;
  const rows = lines.map((line, i) => {
    const text = escapeHtml(line);
    // A list has no heading.
    const head = heads > 1 ? text : `<B>${text}</B>`;
    const set = i < heads ? head : `<FONT COLOR="${theme.quiet}">${text}</FONT>`;
    const side = '<TD WIDTH="5"></TD>';
    return `<TR>${side}<TD>${set}</TD>${side}</TR>`;
  });
  return (
    `<<TABLE BORDER="${isMemory ? 2 : 1}" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2" ` +
    `STYLE="ROUNDED" COLOR="${colour}" BGCOLOR="${fills[kind]}">${rows.join('')}</TABLE>>`
  );
}

function edgeLine(
  { from, to, throughMemory, label }: ProgramEdge,
  theme: Theme,
  isFramed: boolean,
): string {
  const strong = throughMemory
    ? `penwidth=${isFramed ? 2.2 : 1.4} color="${seriesColour(theme, 0)}" arrowsize=0.7`
    : `penwidth=1 color="${theme.line}"`;
  const text = label === '' ? '' : ` label=${JSON.stringify(label)}`;
  return `${from} -> ${to} [${strong}${text}]`;
}

function heading({ title, caption, theme }: ProgramStyle): string {
  const rows = [
    ...(title === '' ? [] : [`<FONT POINT-SIZE="15"><B>${escapeHtml(title)}</B></FONT>`]),
    ...(caption === '' ? [] : [`<FONT COLOR="${theme.quiet}">${escapeHtml(caption)}</FONT>`]),
  ].map((text) => `<TR><TD ALIGN="LEFT">${text}</TD></TR>`);
  return rows.length === 0
    ? ''
    : `label=<<TABLE BORDER="0" CELLBORDER="0">${rows.join('')}</TABLE>>`;
}

/** Something that is not seen beside the nodes of a frame, so that no arrow crosses its title. */
function widening(kernel: number, title: string): string {
  const inches = title.length * 0.07;
  return `  w${kernel} [shape=box style=invis label="" width=${inches.toFixed(2)} height=0.01]`;
}

/** The DOT text of a program. */
export function writeProgram(drawing: ProgramDrawing, style: ProgramStyle): string {
  const { theme, direction } = style;
  const { boxes, edges, frames } = drawing;
  const font = `fontname="${measuredFont}" fontcolor="${theme.text}"`;
  const isFramed = frames.length > 0;
  const node = (box: ProgramBox): string => `${box.id} [label=${boxLabel(box, theme, isFramed)}]`;
  const clusters = frames.flatMap(({ kernel, title }) => [
    `subgraph cluster_${kernel} {`,
    `  label=<<FONT POINT-SIZE="10" COLOR="${theme.quiet}">${escapeHtml(title)}</FONT>>`,
    ...(direction === 'down' ? [widening(kernel, title)] : []),
    `  style="rounded,filled" color="${theme.line}" fillcolor="${theme.computed}" margin=12`,
    ...boxes.filter((box) => box.kernel === kernel).map((box) => `  ${node(box)}`),
    '}',
  ]);
  const lines = [
    `rankdir=${direction === 'right' ? 'LR' : 'TB'} bgcolor="${theme.background}" pad=0.15`,
    `nodesep=0.25 ranksep=0.35 labelloc=t labeljust=l fontsize=11 ${font}`,
    heading(style),
    `node [shape=plain fontsize=11 ${font}]`,
    `edge [arrowsize=0.6 fontsize=9 fontname="${measuredFont}" fontcolor="${theme.quiet}"]`,
    ...clusters,
    ...boxes.filter(({ kernel }) => kernel < 0 || !isFramed).map(node),
    ...edges.map((edge) => edgeLine(edge, theme, isFramed)),
  ];
  return `digraph {\n  ${lines.filter((line) => line !== '').join('\n  ')}\n}\n`;
}
