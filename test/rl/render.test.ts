/** Environments as SVG, on a canvas, and as characters: the same shapes each time. */

import { type Brush, envIds, make, paint, toBraille, toSvg } from 'chainrule/rl';
import { describe, expect, it } from 'vitest';

/** A canvas that notes what is done to it. */
function notingBrush(): { brush: Brush; calls: string[] } {
  const calls: string[] = [];
  const note =
    (name: string) =>
    (...args: readonly unknown[]): void => {
      calls.push(`${name}(${args.join(', ')})`);
    };
  const brush: Brush = {
    arc: note('arc'),
    beginPath: note('beginPath'),
    fill: note('fill'),
    fillRect: note('fillRect'),
    fillStyle: '',
    fillText: note('fillText'),
    font: '',
    lineCap: 'butt',
    lineJoin: 'miter',
    lineTo: note('lineTo'),
    lineWidth: 1,
    moveTo: note('moveTo'),
    restore: note('restore'),
    save: note('save'),
    scale: note('scale'),
    stroke: note('stroke'),
    strokeStyle: '',
    textAlign: 'left',
    textBaseline: 'top',
  };
  return { brush, calls };
}

describe.each(envIds())('%s', (id) => {
  it('draws itself', () => {
    const env = make(id);
    env.reset({ seed: 0 });
    const drawing = env.draw?.();
    if (drawing === undefined) throw new Error('nothing drawn');
    expect(toSvg(drawing)).toBe(env.render('svg'));
    expect(env.render('text')).not.toContain('<');
    const { brush, calls } = notingBrush();
    paint(drawing, brush, 2);
    const [first, , paper] = calls;
    expect([first, paper, calls.at(-1)]).toEqual([
      'save()',
      `fillRect(0, 0, ${drawing.width}, ${drawing.height})`,
      'restore()',
    ]);
    // Each shape is one rectangle, fill, stroke or text.
    const painted = calls.filter((call) => /^(fillRect|fill|stroke|fillText)\(/.test(call));
    expect(painted).toHaveLength(drawing.shapes.length + 1);
  });
});

it('characters show a rectangle, a circle, and a line that is thinner than a dot', () => {
  const shapes = [
    { kind: 'rect', x: 0, y: 0, width: 4, height: 4, fill: 'red' },
    { kind: 'circle', x: 6, y: 2, radius: 1, fill: 'red' },
    {
      kind: 'path',
      points: [
        [0, 6.5],
        [8, 6.5],
      ],
      color: 'red',
      width: 0.1,
    },
  ] as const;
  expect(toBraille({ width: 8, height: 8, shapes }, 4)).toBe('⣿⣿⠰⠆\n⠤⠤⠤⠤');
});
