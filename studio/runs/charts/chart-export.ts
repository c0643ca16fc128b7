/** A chart as a file: picture in lines, picture in points, table. */

import { saveFile } from '../../design/save-file.js';
import { token } from '../../design/theme.js';
import type { Curve } from './chart-data.js';

function fileName(title: string, ending: string): string {
  return `${title.replace(/[^\w.-]+/g, '-')}.${ending}`;
}

/** The points as a table: run, metric, x, y. */
export function csvOf(curves: readonly Curve[], axis: string): string {
  const quoted = (text: string): string =>
    /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const rows = curves.flatMap(({ run, metric, x, y }) =>
    x.map((place, i) => `${quoted(run)},${quoted(metric)},${place},${y[i]}`),
  );
  return `run,metric,${axis},value\n${rows.join('\n')}\n`;
}

/** Saves the points. */
export function saveCsv(title: string, curves: readonly Curve[], axis: string): void {
  saveFile(fileName(title, 'csv'), new Blob([csvOf(curves, axis)], { type: 'text/csv' }));
}

/** Saves the picture as it is on the screen. */
export function savePng(title: string, canvas: HTMLCanvasElement): void {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext('2d');
  if (context === null) return;
  context.fillStyle = token('--background');
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => blob && saveFile(fileName(title, 'png'), blob));
}

/** What a picture in lines is made of. */
export interface SvgChart {
  readonly title: string;
  readonly curves: readonly Curve[];
  readonly colourOf: (curve: Curve) => string;
  readonly isDotted: (curve: Curve) => boolean;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly logY: boolean;
  readonly ticksX: readonly (readonly [place: number, text: string])[];
  readonly ticksY: readonly (readonly [place: number, text: string])[];
}

const width = 720;
const height = 400;
const edge = { left: 64, right: 16, top: 40, bottom: 36 };

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** The chart as SVG. */
export function svgOf(chart: SvgChart): string {
  const scale = (value: number): number => (chart.logY ? Math.log10(value) : value);
  const [low, high] = chart.y.map(scale) as [number, number];
  const inner = { width: width - edge.left - edge.right, height: height - edge.top - edge.bottom };
  const toX = (x: number): number =>
    edge.left + (inner.width * (x - chart.x[0])) / (chart.x[1] - chart.x[0] || 1);
  const toY = (y: number): number =>
    edge.top + inner.height * (1 - (scale(y) - low) / (high - low || 1));
  const lines = chart.curves.map((curve) => {
    const points = curve.x.map((x, i) => `${toX(x).toFixed(1)},${toY(curve.y[i] ?? 0).toFixed(1)}`);
    const dash = chart.isDotted(curve) ? ' stroke-dasharray="3 4"' : '';
    const name = escaped(`${curve.run} ${curve.metric}`);
    return `<polyline points="${points.join(' ')}" stroke="${chart.colourOf(curve)}"${dash}><title>${name}</title></polyline>`;
  });
  const rules = chart.ticksY.map(
    ([y, text]) =>
      `<path d="M${edge.left} ${toY(y).toFixed(1)}H${width - edge.right}" stroke="${token('--grid')}"/>` +
      `<text x="${edge.left - 8}" y="${(toY(y) + 4).toFixed(1)}" text-anchor="end">${text}</text>`,
  );
  const marks = chart.ticksX.map(
    ([x, text]) =>
      `<text x="${toX(x).toFixed(1)}" y="${height - 12}" text-anchor="middle">${text}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="DejaVu Sans, Verdana, sans-serif" font-size="12">
<rect width="100%" height="100%" fill="${token('--background')}"/>
<text x="${edge.left}" y="24" font-size="15" font-weight="bold" fill="${token('--text')}">${escaped(chart.title)}</text>
<g fill="${token('--quiet')}">${rules.join('')}${marks.join('')}</g>
<g fill="none" stroke-width="2" stroke-linejoin="round">${lines.join('')}</g>
</svg>\n`;
}

/** Saves the chart as SVG. */
export function saveSvg(chart: SvgChart): void {
  saveFile(fileName(chart.title, 'svg'), new Blob([svgOf(chart)], { type: 'image/svg+xml' }));
}
