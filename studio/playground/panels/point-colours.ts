/** How what a network says, and the points that it learned, are coloured. */

import { classesOf, isRegression, type PlayConfig } from '../model/config.js';
import { classColour, type Squash } from './paint.js';

/** What a network says as a number between -1 and 1. */
export function squashOf(config: PlayConfig): Squash {
  return isRegression(config) ? (value) => value : (value) => Math.tanh(value / 2);
}

/** The colour of a point with this label. */
export function colourOf(config: PlayConfig, label: number): string {
  if (!isRegression(config)) return classColour(label, classesOf(config));
  const share = Math.round(100 * Math.min(1, Math.abs(label)));
  const colour = label < 0 ? '--series-2' : '--series-1';
  return `color-mix(in srgb, var(${colour}) ${share}%, var(--background))`;
}
