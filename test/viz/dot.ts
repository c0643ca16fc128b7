/** Reads what tests need out of a graph in the language DOT. */

import type { Picture } from 'chainrule/viz';

/** The DOT text of a drawn graph. */
export function dotOf(picture: Picture): string {
  return picture.source();
}

/** How many boxes it has, without circles. */
export function boxCount(dot: string): number {
  return dot.match(/^ *n\d+ \[label/gm)?.length ?? 0;
}

/** The operations in the order in which they are drawn; a name stands behind it in brackets. */
export function headersOf(dot: string): string[] {
  return [...dot.matchAll(/^ *n\d+ \[label=<<TABLE[^>]*><TR><TD[^>]*>(?:<B>)?([^<]*)/gm)].map(
    (match) => match[1] ?? '',
  );
}
