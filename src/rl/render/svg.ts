/** Elements of SVG as text, and the pictures made of them. Knows nothing of environments. */

/** Attributes by name. */
type Attributes = Readonly<Record<string, string | number>>;

function rounded(value: string | number): string | number {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
}

/** `<name a="1"/>`, or around a content. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${rounded(value)}"`);
  return content === ''
    ? `<${name}${list.join('')}/>`
    : `<${name}${list.join('')}>${content}</${name}>`;
}

/** A rectangle. */
export function rect(x: number, y: number, width: number, height: number, fill: string): string {
  return element('rect', { x, y, width, height, fill });
}

/** A circle around a point. */
export function circle(cx: number, cy: number, r: number, fill: string): string {
  return element('circle', { cx, cy, r, fill });
}

/** A straight line with round ends. */
export function line(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  color: string,
  width: number,
): string {
  const stroke = { stroke: color, 'stroke-width': width, 'stroke-linecap': 'round' };
  return element('line', { x1, y1, x2, y2, ...stroke });
}

/** A line through points. */
export function path(
  points: readonly (readonly [number, number])[],
  color: string,
  width: number,
): string {
  const list = points.map(([x, y]) => `${rounded(x)},${rounded(y)}`).join(' ');
  return element('polyline', { points: list, fill: 'none', stroke: color, 'stroke-width': width });
}

/** Text, centred at a point. */
export function label(x: number, y: number, text: string, size: number, fill = '#333'): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const place = { x, y, 'text-anchor': 'middle', 'dominant-baseline': 'central' };
  return element(
    'text',
    { ...place, 'font-size': size, 'font-family': 'sans-serif', fill },
    escaped,
  );
}

/** A whole picture on white. */
export function picture(width: number, height: number, parts: readonly string[]): string {
  const attributes = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}` };
  const all = [rect(0, 0, width, height, '#fff'), ...parts];
  return element('svg', { ...attributes, width, height }, all.join(''));
}
