/** Where an element of a flat array stands, as code: `i * 100 + j`. */

const letters = 'ijklmnpq';

/** The variable of loop `d`, counted from the outermost one. */
export function loopVariable(d: number): string {
  return letters[d] ?? `i${d}`;
}

/** `offset + sum of variable d * strides[d]`, in elements. */
export function indexText(strides: readonly number[], offset: number): string {
  const parts = strides.flatMap((stride, d) => {
    if (stride === 0) return [];
    return [stride === 1 ? loopVariable(d) : `${loopVariable(d)} * ${stride}`];
  });
  if (offset !== 0 || parts.length === 0) parts.push(String(offset));
  return parts.join(' + ').replaceAll('+ -', '- ');
}
