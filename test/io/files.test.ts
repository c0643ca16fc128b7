/** Files on disk: whole or not there at all, and errors that say what is wrong. */

import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, tensor } from 'chainrule';
import { loadSafetensors, saveSafetensors, writeFileAtomic } from 'chainrule/io';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-io-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('writeFileAtomic', () => {
  it('writes bytes and text, and replaces', () => {
    const path = join(folder, 'a.bin');
    writeFileAtomic(path, Uint8Array.of(1, 2));
    expect([...readFileSync(path)]).toEqual([1, 2]);
    writeFileAtomic(path, 'é');
    expect(readFileSync(path, 'utf8')).toBe('é');
    expect(readdirSync(folder)).toEqual(['a.bin']);
  });

  it('leaves the old file and nothing else behind when it fails', () => {
    const path = join(folder, 'target');
    mkdirSync(path);
    expect(() => writeFileAtomic(path, 'x')).toThrow(DataError);
    expect(readdirSync(folder)).toEqual(['target']);
    expect(statSync(path).isDirectory()).toBe(true);
  });

  it.each([
    ['no folder', (root: string) => join(root, 'missing', 'a'), /no such file or folder/],
    ['a file as folder', (root: string) => join(root, 'file', 'a'), /is a file, not a folder/],
  ])('says why it cannot: %s', (_, toPath, message) => {
    writeFileSync(join(folder, 'file'), '');
    const path = toPath(folder);
    expect(() => writeFileAtomic(path, 'x')).toThrow(message);
    expect(() => writeFileAtomic(path, 'x')).toThrow(`writeFileAtomic: cannot write '${path}'`);
  });

  it('shows a whole file at any moment, and when the process is killed', async () => {
    const path = join(folder, 'big.bin');
    const source = new URL('../../src/io/index.ts', import.meta.url).href;
    const script = `import { writeFileAtomic } from ${JSON.stringify(source)};
      for (let round = 1; ; round = (round % 255) + 1) {
        writeFileAtomic(${JSON.stringify(path)}, new Uint8Array(2_000_000).fill(round));
        if (round === 1) console.log('ready');
      }`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const exited = new Promise((resolve) => child.once('exit', resolve));
    for (let look = 0; look < 20; look++) expectWhole(path);
    child.kill('SIGKILL');
    await exited;
    expectWhole(path);
  });

  function expectWhole(path: string): void {
    const bytes = readFileSync(path);
    expect(bytes.length).toBe(2_000_000);
    expect(bytes.every((value) => value === bytes[0])).toBe(true);
  }
});

describe('saveSafetensors and loadSafetensors', () => {
  it('keep a state dict', () => {
    const path = join(folder, 'model.safetensors');
    const weight = tensor([[1, 2]], { requiresGrad: true });
    saveSafetensors(path, { '0.weight': weight }, { epoch: '3' });
    const { tensors, metadata } = loadSafetensors(path);
    expect(tensors['0.weight']?.toArray()).toEqual([[1, 2]]);
    expect(tensors['0.weight']?.requiresGrad).toBe(false);
    expect(metadata).toEqual({ epoch: '3' });
  });

  it('name the file that is missing', () => {
    const path = join(folder, 'none.safetensors');
    expect(() => loadSafetensors(path)).toThrow(DataError);
    expect(() => loadSafetensors(path)).toThrow(
      `loadSafetensors: cannot read '${path}': no such file or folder`,
    );
  });

  it('name the file that is damaged', () => {
    const path = join(folder, 'half.safetensors');
    saveSafetensors(path, { x: tensor([1, 2, 3]) });
    writeFileSync(path, readFileSync(path).subarray(0, -2));
    expect(() => loadSafetensors(path)).toThrow(
      `safetensors: ${path}: expected 12 bytes of data, found 10: the file is cut off`,
    );
  });

  it('name the folder that is given as a file', () => {
    expect(() => loadSafetensors(folder)).toThrow(/it is a folder, not a file/);
  });
});
