/** `report.html`: what a training was and what came of it, in one file that needs no other. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../io/index.js';
import type { Feature } from '../../tabular/prepare/feature.js';
import { type Picture, plotConfusion, plotMetrics } from '../../viz/index.js';
import { fourDigits, percent, thousands } from '../screen/numbers.js';
import { scoreTable } from './conclude.js';
import { type Judgement, shownMistakes } from './judgement.js';
import type { TableSession } from './table-session.js';

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The SVG of a picture; a note where the libraries that draw are not installed. */
async function drawn(picture: () => Picture): Promise<string> {
  try {
    return await picture().toSVG();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `<p class="note">No picture: ${escaped(reason)}</p>`;
  }
}

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;
color:#1c1c28;background:#fff}h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}
table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;text-align:right}
.text{text-align:left}.note{color:#666}svg{max-width:100%;height:auto;margin-top:.8rem}
pre{background:#f4f4f8;padding:.8rem;overflow:auto}.warn{color:#a11}
@media(prefers-color-scheme:dark){body{color:#e8e8f0;background:#16161d}pre{background:#22222c}
svg{background:#fff;border-radius:.4rem}.note{color:#aaa}.warn{color:#f88}}`;

/** What stands to the right, under each other: numbers and shares. */
const isNumber = (cell: string): boolean => /^-?[\d.,]+(e[-+]\d+)?( %)?$/.test(cell);

function table(rows: readonly (readonly string[])[], head: readonly string[]): string {
  const ofTexts = head.map((_, at) => rows.some((row) => !isNumber(row[at] ?? '')));
  const cell = (text: string, tag: string, at: number): string =>
    `<${tag}${ofTexts[at] === true ? ' class="text"' : ''}>${escaped(text)}</${tag}>`;
  const line = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((text, at) => cell(text, tag, at)).join('')}</tr>`;
  return `<table>${line(head, 'th')}${rows.map((row) => line(row, 'td')).join('')}</table>`;
}

function scores({ training }: TableSession, judgement: Judgement): string {
  const [head = '', ...rows] = scoreTable(training.fitted.target, judgement.scores, judgement);
  const cellsOf = (line: string): string[] => line.trim().split(/ {3,}/);
  return table(rows.map(cellsOf), ['', ...cellsOf(head)]);
}

function described(feature: Feature): string {
  switch (feature.kind) {
    case 'number':
      return `mean ${fourDigits(feature.mean)}, deviation ${fourDigits(feature.std)}`;
    case 'category':
      return `${feature.levels.length} values`;
    case 'date':
      return feature.parts.join(', ');
  }
}

function columns({ training }: TableSession): string {
  const { features, leftOut } = training.preparation;
  const used = features.map((feature) => [feature.column, feature.kind, described(feature)]);
  const out = leftOut.map(({ column, reason }) => [column, 'left out', reason]);
  return table([...used, ...out].slice(0, 300), ['column', 'as', '']);
}

function mistakes({ training }: TableSession, judgement: Judgement): string {
  const isClasses = training.fitted.target.kind === 'classes';
  const rows = judgement.mistakes
    .slice(0, shownMistakes)
    .map(({ row, actual, predicted, by }) => [
      `row ${row}`,
      actual,
      predicted,
      isClasses ? percent(by) : fourDigits(by),
    ]);
  if (rows.length === 0) return '<p>None.</p>';
  return table(rows, ['', 'actual', 'predicted', isClasses ? 'probability' : 'error']);
}

function importance({ training }: TableSession, judgement: Judgement): string {
  const isClasses = training.fitted.target.kind === 'classes';
  const rows = judgement.importances.map(({ column, loss }) => [
    column,
    isClasses ? percent(loss) : loss.toFixed(3),
  ]);
  return table(rows, ['column', isClasses ? 'accuracy lost' : 'R2 lost']);
}

/** Predictions against truths; the line is where both are equal. */
function scatter(pairs: readonly (readonly [number, number])[]): string {
  const all = pairs.flat();
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const size = 420;
  const at = (value: number): string => ((size * (value - low)) / (high - low || 1)).toFixed(1);
  const dots = pairs
    .map(([x, y]) => `<circle cx="${at(x)}" cy="${(size - Number(at(y))).toFixed(1)}" r="2.5"/>`)
    .join('');
  return (
    `<svg viewBox="-60 -10 ${size + 70} ${size + 50}" width="${size}" role="img" ` +
    'aria-label="Predictions against actual values">' +
    `<path d="M0 ${size}L${size} 0" stroke="#999" fill="none"/><g fill="#3b6fd4" opacity=".5">${dots}</g>` +
    `<path d="M0 0V${size}H${size}" stroke="#666" fill="none"/><g font-size="13" fill="#555">` +
    `<text x="0" y="${size + 18}">${fourDigits(low)}</text>` +
    `<text x="${size}" y="${size + 18}" text-anchor="end">${fourDigits(high)}</text>` +
    `<text x="-6" y="${size}" text-anchor="end">${fourDigits(low)}</text>` +
    `<text x="-6" y="10" text-anchor="end">${fourDigits(high)}</text>` +
    `<text x="${size / 2}" y="${size + 34}" text-anchor="middle">actual</text>` +
    `<text x="-46" y="${size / 2}" text-anchor="middle" transform="rotate(-90 -46 ${size / 2})">predicted</text>` +
    '</g></svg>'
  );
}

async function picture({ training }: TableSession, judgement: Judgement): Promise<string> {
  const { target } = training.fitted;
  if (target.kind === 'number') return scatter(judgement.pairs ?? []);
  const { confusion } = judgement;
  if (confusion === null || target.labels.length > 40) return '';
  const rows = confusion.map((row) => [...row]);
  return drawn(() => plotConfusion(rows, { labels: target.labels }));
}

/** Writes the report of a finished training into its folder. @throws DataError */
export async function writeReport(session: TableSession, judgement: Judgement): Promise<void> {
  const { folder, record, training, table: data } = session;
  const { target } = training.fitted;
  // Without an epoch there is no file.
  const lines = existsSync(folder.metrics) ? readFileSync(folder.metrics, 'utf8') : '';
  const warning = judgement.beatsBaselines
    ? ''
    : '<p class="warn">The network does not beat the simpler models beside it.</p>';
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(target.column)} from ${escaped(record.source)}</title><style>${style}</style></head><body>
<h1>${escaped(target.column)} from ${escaped(record.source)}</h1>
<p>${thousands(data.rows)} rows, ${data.columns.length} columns; predicts ${
    target.kind === 'classes' ? `one of ${target.labels.length} classes` : 'a number'
  }, because ${escaped(training.fitted.because)}. Judged on ${thousands(judgement.rows)} rows${
    judgement.heldOut ? ' that were held out' : ' that chose the epoch'
  }, with the weights of epoch ${judgement.epoch}.</p>${warning}
<h2>Scores</h2>${scores(session, judgement)}
${await picture(session, judgement)}
<h2>The training</h2>${await drawn(() => plotMetrics(lines))}
<h2>Columns by what is lost when they are shuffled</h2>${importance(session, judgement)}
<h2>Worst mistakes</h2>${mistakes(session, judgement)}
<h2>Columns</h2>${columns(session)}
<h2>Predict</h2><pre>npx chainrule predict ${escaped(folder.path)} new-rows.csv</pre>
</body></html>
`;
  writeFileAtomic(join(folder.path, 'report.html'), html);
}
