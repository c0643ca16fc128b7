/** Pictures as files, as pixels, in notebooks, and without the libraries that draw them. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { animate, make } from 'chainrule/rl';
import { Value } from 'chainrule/scalar';
import { drawGraph, Picture, plotFunction } from 'chainrule/viz';
import { afterAll, describe, expect, it, vi } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'viz-'));
afterAll(() => rmSync(folder, { recursive: true }));

const chart = plotFunction(Math.tanh, { points: 20, title: 'tanh' });
const graph = drawGraph(new Value(2).mul(3));

/** Width and height of a PNG. */
function sizeOf(png: Uint8Array): [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

describe('Picture', () => {
  it('saves each kind of file and returns the path', async () => {
    for (const name of ['a.svg', 'new/folder/a.svg']) {
      const path = join(folder, name);
      expect(await chart.save(path)).toBe(path);
      expect(readFileSync(path, 'utf8')).toBe(await chart.toSVG());
    }
    await chart.save(join(folder, 'a.json'));
    expect(JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8'))).toEqual(chart.spec);
    await graph.save(join(folder, 'a.dot'));
    expect(readFileSync(join(folder, 'a.dot'), 'utf8')).toMatch(/^digraph/);
    await graph.save(join(folder, 'a.png'));
    expect(readFileSync(join(folder, 'a.png')).subarray(1, 4).toString()).toBe('PNG');
  });

  it('refuses endings that it cannot write', async () => {
    await expect(chart.save('a.jpeg')).rejects.toThrow("must end in '.svg', '.png' or '.json'");
    await expect(graph.save('a.json')).rejects.toThrow("must end in '.svg', '.png' or '.dot'");
  });

  it('shows an SVG that comes from elsewhere as it is', async () => {
    const film = animate([make('CartPole-v1').render('svg'), make('CartPole-v1').render('svg')]);
    const picture = new Picture({ kind: 'svg', spec: film });
    expect(await picture.toSVG()).toBe(film);
    expect(sizeOf(await picture.toPNG({ scale: 1 }))).toEqual([600, 320]);
    await expect(picture.save('a.json')).rejects.toThrow("must end in '.svg' or '.png'");
  });

  it('draws pixels at any scale, the same ones each time', async () => {
    const once = await chart.toPNG({ scale: 1 });
    expect(sizeOf(once)[0]).toBe(640);
    expect(sizeOf(await chart.toPNG())[0]).toBe(1280);
    expect(await chart.toPNG({ scale: 1 })).toEqual(once);
    await expect(chart.toPNG({ scale: 0 })).rejects.toThrow('scale must be');
  });

  it('draws letters', async () => {
    const blank = plotFunction(Math.tanh, { points: 20, title: ' ' });
    expect(await chart.toPNG({ scale: 1 })).not.toEqual(await blank.toPNG({ scale: 1 }));
  });

  it('shows itself in a notebook', async () => {
    const display: unknown = Reflect.get(chart, Symbol.for('Jupyter.display'));
    if (typeof display !== 'function') throw new Error('no display');
    const bundle: unknown = await Reflect.apply(display, chart, []);
    expect(bundle).toMatchObject({
      'application/vnd.vegalite.v6+json': chart.spec,
      'image/svg+xml': await chart.toSVG(),
    });
  });
});

describe('without the libraries that draw', () => {
  it.each([
    ['@viz-js/viz', () => graph.toSVG(), 'npm install @viz-js/viz'],
    ['vega', () => chart.toSVG(), 'npm install vega vega-lite'],
    ['@resvg/resvg-js', () => chart.toPNG(), 'npm install @resvg/resvg-js dejavu-fonts-ttf'],
  ])('the message says how to install %s', async (name, draw, line) => {
    vi.doMock(name, () => {
      throw new Error('not installed');
    });
    try {
      await expect(draw()).rejects.toThrow(line);
    } finally {
      vi.doUnmock(name);
    }
  });
});
