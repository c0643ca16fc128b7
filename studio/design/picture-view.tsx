/** A small picture in one colour. */

import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A picture in one colour, its values from 0 (paper) to 1 (ink). */
export interface Picture {
  readonly width: number;
  readonly values: readonly number[];
}

/** The picture, pixel by pixel. */
export function PictureView({ picture, label }: { picture: Picture; label: string }): JSX.Element {
  const { width, values } = picture;
  const ref = useRef<HTMLCanvasElement>(null);
  const height = Math.ceil(values.length / width);
  useLayoutEffect(() => {
    const context = ref.current?.getContext('2d');
    if (!context) return;
    const image = new ImageData(width, height);
    values.forEach((value, i) => {
      image.data.fill(255 - Math.round(255 * value), 4 * i, 4 * i + 3);
      image.data[4 * i + 3] = 255;
    });
    context.putImageData(image, 0, 0);
  }, [picture]);
  return (
    <canvas ref={ref} class="sample" width={width} height={height} role="img" aria-label={label} />
  );
}
