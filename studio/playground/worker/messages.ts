/** What the page and its worker say to each other. */

import type { PlayConfig, Point } from '../model/config.js';
import type { Picture } from '../model/picture.js';
import type { PlayEvent } from '../model/session.js';

/** From the page. */
export type Order =
  | {
      readonly kind: 'start';
      readonly config: PlayConfig;
      /** What is done to the training in its course, of one that was had before. */
      readonly events?: readonly PlayEvent[];
    }
  /** Trains: so many steps, or so many milliseconds, whichever ends first. */
  | { readonly kind: 'run'; readonly steps: number; readonly milliseconds: number }
  | { readonly kind: 'go'; readonly step: number }
  | { readonly kind: 'change'; readonly event: PlayEvent }
  /** Shows the network a picture that was drawn, or none. */
  | { readonly kind: 'look'; readonly ink: readonly number[] }
  | { readonly kind: 'code' }
  | { readonly kind: 'weights' }
  | { readonly kind: 'landscape' };

/** A finding of the doctor, in words. */
export interface Hint {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly step: number;
}

/** How the training stands. */
export interface Frame extends Picture {
  readonly kind: 'frame';
  readonly weights: readonly { readonly weight: Float32Array; readonly bias: Float32Array }[];
  readonly hints: readonly Hint[];
  readonly lr: number;
  /** What was done to the training up to here. */
  readonly events: readonly PlayEvent[];
  /** Milliseconds that making it took. */
  readonly took: number;
}

/** The loss around the weights, on a square of directions. */
export interface Landscape {
  readonly kind: 'landscape';
  readonly size: number;
  readonly losses: Float32Array;
}

/** From the worker. */
export type Report =
  | Frame
  | Landscape
  /** The data set of digits, when it is there; the frame of the start comes after it. */
  | { readonly kind: 'digits'; readonly points: readonly Point[] }
  | { readonly kind: 'code'; readonly text: string; readonly step: number }
  | { readonly kind: 'weights'; readonly bytes: Uint8Array }
  | { readonly kind: 'trouble'; readonly message: string };
