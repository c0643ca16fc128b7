/** `RecordVideo`: the frames of episodes, as they are and as one animated picture. */

import * as signatures from '../../signatures/rl.js';
import type { Env, ResetOptions, ResetResult, StepResult } from '../env/env.js';
import { type AnimationOptions, animate } from '../render/animation.js';
import type { Space } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/** Options of `RecordVideo`. */
export interface RecordVideoOptions extends AnimationOptions {
  /**
   * Whether to record the episode of this number, counted from 0. By default 0, 1, 8, 27, and so
   * on.
   */
  readonly episodeTrigger?: (episode: number) => boolean;
  /** Called with the animated SVG of each recorded episode. */
  readonly onVideo?: (svg: string, episode: number) => void;
}

function isCube(episode: number): boolean {
  return Math.round(Math.cbrt(episode)) ** 3 === episode;
}

/**
 * Renders each step of chosen episodes.
 * @example
 * const films: string[] = [];
 * const onVideo = (svg: string) => films.push(svg);
 * const episodeTrigger = (episode: number) => episode % 100 === 0;
 * const env = new RecordVideo(make('CartPole-v1'), { episodeTrigger, onVideo });
 * env.reset({ seed: 0 });
 * while (!env.step(1)[2]);
 * console.log(films.length); // 1
 */
export class RecordVideo<Obs, Act> extends Wrapper<Obs, Act> {
  readonly observationSpace: Space<Obs>;
  readonly actionSpace: Space<Act>;
  readonly #options: RecordVideoOptions;
  #episode = -1;
  #frames: string[] = [];

  constructor(env: Env<Obs, Act>, options: RecordVideoOptions = {}) {
    signatures.RecordVideo.check(arguments);
    super(env);
    this.observationSpace = env.observationSpace;
    this.actionSpace = env.actionSpace;
    this.#options = options;
  }

  /** Frames, as SVG, of the episode at hand or the last one; empty when it is not recorded. */
  get frames(): readonly string[] {
    return this.#frames;
  }

  #records(): boolean {
    return (this.#options.episodeTrigger ?? isCube)(this.#episode);
  }

  reset(options?: ResetOptions): ResetResult<Obs> {
    signatures.RecordVideo$reset.check(arguments);
    this.#episode += 1;
    const result = this.env.reset(options);
    this.#frames = this.#records() ? [this.env.render('svg')] : [];
    return result;
  }

  step(action: Act): StepResult<Obs> {
    const result = this.env.step(action);
    if (this.#records()) {
      this.#frames.push(this.env.render('svg'));
      if (result[2] || result[3]) {
        const { fps } = this.#options;
        this.#options.onVideo?.(
          animate(this.#frames, fps === undefined ? {} : { fps }),
          this.#episode,
        );
      }
    }
    return result;
  }
}
