/** What the trainings of the command line learn from. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';

/** Makes a table and a folder of pictures in the folder `data`. */
export function writeData(data: string): void {
  const rows = Array.from({ length: 90 }, (_, row) => {
    const [a, b] = [(row * 37) % 19, (row * 53) % 23];
    return `${a},${b},${a + b > 20 ? 'high' : 'low'}`;
  });
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'table.csv'), `a,b,y\n${rows.join('\n')}\n`);
  for (const [label, name] of ['bars', 'stripes'].entries()) {
    mkdirSync(join(data, 'pictures', name), { recursive: true });
    for (let number = 0; number < 16; number++) {
      const pixels = Uint8Array.from({ length: 16 * 16 * 3 }, (_, at) => {
        const [row, column] = [Math.floor(at / 48), Math.floor(at / 3) % 16];
        return ((label === 0 ? row : column) + number) % 4 < 2 ? 40 + (at % 3) * 9 : 220 - number;
      });
      const png = encode({ data: pixels, width: 16, height: 16, channels: 3, depth: 8 });
      writeFileSync(join(data, 'pictures', name, `${number}.png`), png);
    }
  }
}
