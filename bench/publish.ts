/**
 * Writes what a run found out: the page for users and the one for engineers, the table of the
 * README, each between marks (`<!-- bench -->` or `<!-- bench:name -->`), the samples, and the
 * picture of the scaling.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { engineeringText } from './report/engineering-page.js';
import { readmeText } from './report/readme.js';
import type { Report } from './report/report.js';
import { userSections } from './report/user-page.js';
import { scalingPicture } from './scaling-picture.js';

const fromRoot = (path: string): URL => new URL(`../${path}`, import.meta.url);
const [readme, users] = [fromRoot('README.md'), fromRoot('docs/performance.md')];
const engineers = fromRoot('docs/engineering/performance.md');
const data = fromRoot('docs/performance.json');
const picture = fromRoot('docs/figures/scaling.svg');
/** Where the picture of the scaling lies, seen from the page for engineers. */
export const picturePath = '../figures/scaling.svg';

/** Replaces what stands between marks of a file. */
function write(file: URL, sections: Readonly<Record<string, string>>): void {
  let text = readFileSync(file, 'utf8');
  for (const [mark, section] of Object.entries(sections)) {
    const [open, close] = [`<!-- ${mark} -->\n`, `<!-- /${mark} -->`];
    const from = text.indexOf(open);
    const to = text.indexOf(close, from);
    if (from === -1 || to < from) throw new RangeError(`${file.pathname} has no marks of ${mark}`);
    text = `${text.slice(0, from + open.length)}${section}\n${text.slice(to)}`;
  }
  writeFileSync(file, text);
}

/** The report that was published last. */
export function publishedReport(): Report {
  const parts = { programs: null, firstSight: null, growth: null };
  return { ...parts, ...JSON.parse(readFileSync(data, 'utf8')) };
}

/**
 * The published report with those of the figures that carry a date of their own, where measured.
 */
export function merged(report: Report): Report {
  const before = publishedReport();
  return {
    ...before,
    programs: report.programs ?? before.programs,
    firstSight: report.firstSight ?? before.firstSight,
    growth: report.growth ?? before.growth,
  };
}

/** Writes all pages, and the report itself. */
export async function publish(report: Report): Promise<void> {
  write(readme, { bench: readmeText(report) });
  write(engineers, { bench: engineeringText(report, picturePath) });
  const named = Object.entries(userSections(report)).map(([name, text]) => [`bench:${name}`, text]);
  write(users, Object.fromEntries(named));
  writeFileSync(data, `${JSON.stringify(report, null, 1)}\n`);
  await scalingPicture(report.scaling).save(fileURLToPath(picture));
}
