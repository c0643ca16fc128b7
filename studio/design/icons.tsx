/** The pictures on buttons, drawn on a square of 16. */

import type { JSX } from 'preact';

const paths = {
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  moon: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  pin: 'M6 2h4l-.5 5L12 9.5H4L6.500 7ZM8 9.5V14',
  expand: 'M9.500 2.500h4v4M6.500 13.500h-4v-4M13.500 2.500l-5 5M2.500 13.500l5-5',
  download: 'M8 2v8M4.500 7L8 10.500 11.500 7M3 13.500h10',
  play: 'M4.500 2.500v11l8.500-5.500Z',
  pause: 'M5 3v10M11 3v10',
  stop: 'M4 4h8v8H4Z',
  save: 'M3 2.500h8l2 2v9H3ZM5.500 2.500v3.500h4V2.500M5.500 13.500V9.500h5v4',
  back: 'M10 3L5 8l5 5',
  forward: 'M6 3l5 5-5 5',
  first: 'M12 3L7 8l5 5M4 3v10',
  last: 'M4 3l5 5-5 5M12 3v10',
  trash: 'M3 4.500h10M6.500 4.500V2.500h3v2M4.500 4.500l.5 9h6l.5-9',
  archive: 'M2.500 3h11v3h-11ZM3.500 6v7.500h9V6M6.500 9h3',
  tag: 'M2.500 2.500h5l6 6-5 5-6-6ZM5.500 5.500h.01',
  reset: 'M3 8a5 5 0 1 0 1.500-3.500L3 6M3 2.500V6h3.500',
  warning: 'M8 2l6.500 11.500h-13ZM8 6.500v3.500M8 11.800h.01',
  left: 'M13 8H3M7 4L3 8l4 4',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fork: 'M5 3v10M5 8c4 0 6-1 6-5',
  share: 'M8 10V2M5 4.500L8 2l3 2.500M3.500 8v5.500h9V8',
} as const;

/** Names of pictures. */
export type IconName = keyof typeof paths;

/** A picture in the colour of the text around it. */
export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
