/** Frames as one animated SVG, which needs no script to move. */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import { element } from './svg.js';

/** Options of `animate`. */
export interface AnimationOptions {
  /** Frames per second, 30 by default. */
  readonly fps?: number;
}

/**
 * One SVG that shows the given SVGs, which are all of one size, one after the other and again.
 * @throws ValueError without frames, and for frames that are no SVG of ours.
 * @example
 * const env = make('CartPole-v1');
 * env.reset({ seed: 0 });
 * const frames = Array.from({ length: 3 }, () => {
 *   env.step(1);
 *   return env.render('svg');
 * });
 * console.log(animate(frames, { fps: 10 }).startsWith('<svg')); // true
 */
export function animate(frames: readonly string[], { fps = 30 }: AnimationOptions = {}): string {
  signatures.animate.check(arguments);
  const [first] = frames;
  if (first === undefined) throw new ValueError('animate: there are no frames');
  if (!(fps > 0)) throw new ValueError(`animate: fps must be a positive number, got ${fps}`);
  const head = /^<svg[^>]*>/.exec(first)?.[0];
  if (head === undefined) throw new ValueError('animate: frames must be pictures of render("svg")');
  const seconds = frames.length / fps;
  const scenes = frames.map(elementsOf);
  const still = sharedStart(scenes);
  const shown = scenes.map((scene, i) =>
    element(
      'g',
      { display: i === 0 ? 'inline' : 'none' },
      timing(i, frames.length, seconds) + scene.slice(still.length).join(''),
    ),
  );
  return `${head}${still.join('')}${shown.join('')}</svg>`;
}

/** The elements of a frame; none holds another. */
function elementsOf(frame: string): string[] {
  const content = frame.slice(frame.indexOf('>') + 1, frame.lastIndexOf('</svg>'));
  return content.match(/<[^>]*\/>|<[^>]*>[^<]*<\/[^>]*>/g) ?? [];
}

/** What all frames begin with, the ground and the map: it is drawn once, below the others. */
function sharedStart([first = [], ...others]: readonly string[][]): string[] {
  const end = first.findIndex((one, i) => others.some((other) => other[i] !== one));
  return end === -1 ? first : first.slice(0, end);
}

/** Shows the frame `i` of `count` in its part of the time. */
function timing(i: number, count: number, seconds: number): string {
  const times = [0, i / count, (i + 1) / count].map((time) => time.toFixed(6));
  const [start = '0', from = '0', to = '1'] = times;
  const steps =
    i === 0
      ? [['inline', start]]
      : [
          ['none', start],
          ['inline', from],
        ];
  if (i < count - 1) steps.push(['none', to]);
  return element('animate', {
    attributeName: 'display',
    calcMode: 'discrete',
    values: steps.map(([value]) => value).join(';'),
    keyTimes: steps.map(([, time]) => time).join(';'),
    dur: `${seconds.toFixed(3)}s`,
    repeatCount: 'indefinite',
  });
}
