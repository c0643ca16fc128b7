/** Values as Python writes them, for models that print as PyTorch prints them. */

/** A float: `1.0`, `0.01`, `1e-05`. */
export function float(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  if (!Number.isFinite(x)) return x > 0 ? 'inf' : '-inf';
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return x.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return Number.isInteger(x) ? `${x}.0` : String(x);
}

/** `True`, `None`, `(1, 2)`; a whole number without a point, other numbers as `float`. */
export function python(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : float(value);
  if (Array.isArray(value)) {
    return value.length === 1 ? `(${python(value[0])},)` : `(${value.map(python).join(', ')})`;
  }
  return String(value);
}

/** `size=8, mode=nearest`; what is undefined is left out. */
export function facts(values: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(values).filter(([, value]) => value !== undefined);
  return said.map(([name, value]) => `${name}=${python(value)}`).join(', ');
}
