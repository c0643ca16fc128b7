/** The output with its points as a PNG file. */

import { saveFile } from '../../design/save-file.js';
import { token } from '../../design/theme.js';

const size = 900;

/** Draws what the page shows of the output on a large canvas. */
function drawn(place: Element): HTMLCanvasElement | null {
  const surface = place.querySelector('canvas');
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  if (surface === null || context === null) return null;
  context.drawImage(surface, 0, 0, size, size);
  for (const circle of place.querySelectorAll('circle')) {
    const [x, y, r] = [circle.cx, circle.cy, circle.r].map(({ baseVal }) => baseVal.value);
    const isTest = circle.classList.contains('test');
    context.beginPath();
    context.arc((size * (x ?? 0)) / 100, (size * (y ?? 0)) / 100, (size * (r ?? 1)) / 100, 0, 7);
    context.fillStyle = getComputedStyle(circle).fill;
    context.fill();
    context.lineWidth = 3;
    context.strokeStyle = token(isTest ? '--text' : '--background');
    context.stroke();
  }
  return canvas;
}

/** Saves the picture; nothing where there is none yet. */
export function savePicture(): void {
  const place = document.querySelector('.output-place');
  drawn(place ?? document.body)?.toBlob((blob) => {
    if (blob !== null) saveFile('playground.png', blob);
  });
}
