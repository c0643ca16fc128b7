/** Pictures to judge by, and what the network takes them for. */

import { computed, type ReadonlySignal } from '@preact/signals';
import type { Picture } from '../../../design/picture-view.js';
import { digitSide } from '../../model/config.js';
import * as state from '../../worker/state.js';

/** A digit with what is said of it. */
export interface Judged {
  readonly picture: Picture;
  readonly label: number;
  /** What it is taken for, and how surely, from 0 to 1; -1 where nothing was said yet. */
  readonly said: number;
  readonly sure: number;
}

const pictures = computed(() =>
  state.config.value.data === 'digits'
    ? state.points.value.test.map(([, , label, ...values]) => ({
        picture: { width: digitSide, values },
        label,
      }))
    : [],
);

/** All of them, in the order of the test points. */
export const judged: ReadonlySignal<readonly Judged[]> = computed(() => {
  const said = state.calmFrame.value?.said ?? [];
  const { length } = pictures.value;
  const isThere = said.length === 2 * length;
  return pictures.value.map((one, i) => ({
    ...one,
    said: isThere ? (said[i] ?? -1) : -1,
    sure: isThere ? (said[length + i] ?? 0) : 0,
  }));
});
