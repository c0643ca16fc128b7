/** Lines from a picture to the neurons that see its pixels. */

import type { JSX } from 'preact';
import { at, pictureSide, place } from './places.js';

/** From the picture to each neuron: all its pixels go there. */
export function PixelLines({ size, top }: { size: number; top: number }): JSX.Element {
  const y1 = top + pictureSide / 2;
  return (
    <>
      {Array.from({ length: size }, (_, neuron) => {
        const [x2, y2] = at(1, neuron);
        const to = x2 - place.node / 2;
        const bend = (to + pictureSide) / 2;
        const d = `M${pictureSide} ${y1}C${bend} ${y1} ${bend} ${y2} ${to} ${y2}`;
        return <path key={neuron} class="pixel-line" d={d} />;
      })}
    </>
  );
}
