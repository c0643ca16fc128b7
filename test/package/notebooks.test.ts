/**
 * The notebooks run from the first cell to the last in Deno's Jupyter kernel, with the installed
 * package, and show every picture. The kernel drops an output while its reader is behind with a
 * large one, so a cell in front of the others notes in a file what is shown, and the file is what
 * is counted; what is printed is tested with the programs. Left out, with a line that says so,
 * where Jupyter's `nbconvert` is not installed. Kernel, settings and results live in a temporary
 * folder.
 */

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import importMap from '../../notebooks/deno.json' with { type: 'json' };
import manifest from '../../package.json' with { type: 'json' };
import { readChapters } from '../../scripts/guide/chapters.js';
import { runIn } from './run.js';

interface Output {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly text?: readonly string[];
}

interface Notebook {
  readonly cells: readonly { readonly outputs?: readonly Output[] }[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const deno = createRequire(import.meta.url).resolve('deno/bin.cjs');
/** The libraries that draw. */
const drawing = ['@viz-js/viz', 'vega', 'vega-lite'];
const folder = mkdtempSync(join(tmpdir(), 'chainrule-notebooks-'));
const notebooks = join(folder, 'notebooks');
const environment = {
  HOME: folder,
  // Where a Python of the user keeps its packages, which follows HOME otherwise.
  PYTHONUSERBASE: process.env.PYTHONUSERBASE ?? join(homedir(), '.local'),
  JUPYTER_PATH: join(folder, '.local/share/jupyter'),
  JUPYTER_DATA_DIR: join(folder, '.local/share/jupyter'),
  XDG_DATA_HOME: join(folder, '.local/share'),
  DENO_DIR: join(folder, 'deno'),
  DENO_NO_UPDATE_CHECK: '1',
};
const jupyter = spawnSync('jupyter', ['nbconvert', '--version'], {
  env: { ...process.env, ...environment },
});
const missing = jupyter.status !== 0;
if (missing) {
  console.warn('SKIPPED: notebooks, there is no Jupyter here (jupyter-nbconvert, jupyter-client)');
}

/**
 * The first cell of a notebook under test: from here on, whatever a cell shows adds a line to a
 * file, with the kinds of the value that are not empty.
 */
const noting = (file: string): object => ({
  cell_type: 'code',
  id: 'noting',
  metadata: {},
  execution_count: null,
  outputs: [],
  source: `{
    const display = Deno.jupyter.display;
    Deno.jupyter.display = async (value, options) => {
      const bundle = await value[Symbol.for('Jupyter.display')]();
      const kinds = Object.keys(bundle).filter((kind) => bundle[kind]?.length !== 0);
      await display(value, options);
      Deno.writeTextFileSync(${JSON.stringify(file)}, kinds.join(' ') + '\\n', { append: true });
    };
  }`,
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the import map of the notebooks leads to every entry point', () => {
  const entries = Object.entries(manifest.exports).flatMap(([name, target]) =>
    typeof target === 'string' ? [] : [[name.replace(/^\./, 'chainrule'), `.${target.default}`]],
  );
  expect(importMap.imports).toEqual(Object.fromEntries(entries));
});

describe.skipIf(missing)('the notebooks in Deno', () => {
  beforeAll(() => {
    // A folder as a reader would have it: the package, the libraries that draw, the notebooks in a
    // folder of their own, and a file that one of them reads.
    mkdirSync(notebooks);
    mkdirSync(join(folder, 'test'));
    symlinkSync(join(root, 'test/fixtures'), join(folder, 'test/fixtures'));
    const modules = join(folder, 'node_modules');
    mkdirSync(join(modules, '@viz-js'), { recursive: true });
    const installed = join(inject('consumer'), 'node_modules/chainrule');
    cpSync(installed, join(modules, 'chainrule'), { recursive: true });
    for (const name of drawing) symlinkSync(join(root, 'node_modules', name), join(modules, name));
    const dependencies = Object.fromEntries(['chainrule', ...drawing].map((name) => [name, '*']));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', dependencies }));
    runIn(folder, process.execPath, [deno, 'jupyter', '--install'], environment);
  });

  /** Pictures that came through the kernel, of all notebooks. */
  let arrived = 0;

  it.each(readChapters())('$name', ({ name, sections }) => {
    const notes = join(notebooks, `${name}.txt`);
    const notebook = JSON.parse(readFileSync(`${root}notebooks/${name}.ipynb`, 'utf8'));
    notebook.cells.unshift(noting(notes));
    writeFileSync(join(notebooks, `${name}.ipynb`), JSON.stringify(notebook));
    const args = ['nbconvert', '--to', 'notebook', '--execute', '--output', `${name}-run`];
    runIn(notebooks, 'jupyter', [...args, `${name}.ipynb`], environment);
    const shown = readFileSync(notes, 'utf8').trimEnd().split('\n');
    expect(shown).toHaveLength(sections.flatMap((each) => each.pictures).length);
    for (const kinds of shown) expect(kinds.split(' ')).toContain('image/svg+xml');

    const run: Notebook = JSON.parse(readFileSync(join(notebooks, `${name}-run.ipynb`), 'utf8'));
    const outputs = run.cells.flatMap((cell) => cell.outputs ?? []);
    expect(outputs.some(({ text }) => text !== undefined)).toBe(true);
    arrived += outputs.filter(({ data = {} }) => 'image/svg+xml' in data).length;
  });

  it('what they show stands in the notebook that a reader saves', () => {
    expect(arrived).toBeGreaterThan(0);
  });
});
