/** The pages of the studio: a list of files that were built, so no path can lead elsewhere. */

import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { DataError } from '../../errors.js';
import { HttpError, send } from './answer.js';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** What is served below `/`. */
export class StaticFiles {
  readonly #folder: string;
  readonly #names: ReadonlySet<string>;

  /** @throws DataError when the pages have not been built. */
  constructor(folder: string) {
    this.#folder = folder;
    try {
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      this.#names = new Set(
        names.map((name) => name.replaceAll('\\', '/')).filter((name) => extname(name) in types),
      );
    } catch (error) {
      throw new DataError(
        `studio: its pages are not in ${folder}. In a clone, run npm run build first`,
        { cause: error },
      );
    }
  }

  /** Answers with the file of a path such as `/` or `/assets/a.js`. @throws HttpError */
  send(path: string, response: ServerResponse): void {
    const name = path === '/' ? 'index.html' : path.slice(1);
    const found = [name, `${name}.html`].find((one) => this.#names.has(one));
    if (found === undefined) throw new HttpError(404, 'There is no such page.');
    const type = types[extname(found)] ?? 'application/octet-stream';
    // Names in assets/ change with their contents.
    const caching = found.startsWith('assets/') ? 'max-age=31536000, immutable' : 'no-cache';
    send(response, type, readFileSync(join(this.#folder, found)), { 'Cache-Control': caching });
  }
}
