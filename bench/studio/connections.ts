/**
 * `tsx bench/studio/connections.ts [<count>]`: opens so many connections to a studio at once, half
 * of them silent, half with a request that never ends, and asks it for its runs meanwhile and
 * afterwards. The process needs as many open files (`ulimit -n`).
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStudio } from '../../src/studio/index.js';

const count = Number(process.argv[2] ?? 10_000);
const runs = mkdtempSync(join(tmpdir(), 'studio-connections-'));
writeFileSync(join(runs, 'index.html'), '<!doctype html><title>runs</title>');
const studio = await startStudio(runs, { port: 0, pages: runs });
const { url } = studio;
const port = Number(new URL(url).port);
const seen = { open: 0, refused: 0, failed: 0 };

function open(i: number): Promise<Socket> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      seen.open++;
      if (i % 2 === 1) socket.write('GET /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ');
      done(socket);
    });
    socket.on('close', () => {
      seen.refused++;
    });
    socket.on('error', () => {
      seen.failed++;
      done(socket);
    });
  });
}

/** Whether the studio answers, and after how many milliseconds. */
async function asked(): Promise<string> {
  const start = performance.now();
  try {
    const { status } = await fetch(`${url}api/runs`, { signal: AbortSignal.timeout(5000) });
    return `${status} after ${(performance.now() - start).toFixed(0)} ms`;
  } catch {
    return 'no answer';
  }
}

console.log(`before: ${await asked()}`);
const sockets: Socket[] = [];
for (let i = 0; i < count; i += 500) {
  const some = Array.from({ length: Math.min(500, count - i) }, (_, k) => open(i + k));
  sockets.push(...(await Promise.all(some)));
}
console.log(`${count} connections: ${JSON.stringify(seen)}; meanwhile: ${await asked()}`);
for (const socket of sockets) socket.destroy();
const end = performance.now() + 20_000;
let last = await asked();
while (!last.startsWith('200') && performance.now() < end) last = await asked();
console.log(`afterwards: ${last}`);
await studio.close();
rmSync(runs, { recursive: true, force: true });
