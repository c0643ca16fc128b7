/** A mistake that a code stands for, and what looks like it and is right. */

import type { Code, Finding } from 'chainrule/train';

/** Both give what the doctor found. */
export interface Case {
  /** The findings of a training with the mistake. */
  readonly mistake: () => readonly Finding[];
  /** The findings of one that is right, by what it is called. */
  readonly lookalikes: Readonly<Record<string, () => readonly Finding[]>>;
}

/** Cases by the code of their mistake. */
export type Cases<C extends Code> = Readonly<Record<C, Case>>;
