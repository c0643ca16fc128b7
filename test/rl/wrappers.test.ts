/** What each wrapper changes, and that it can be saved. */

import {
  animate,
  Box,
  CartPole,
  ClipAction,
  checkEnv,
  type Env,
  FrameStack,
  make,
  NormalizeObservation,
  NormalizeReward,
  Pendulum,
  RecordEpisodeStatistics,
  RecordVideo,
  RescaleAction,
  TimeLimit,
  TransformObservation,
} from 'chainrule/rl';
import { describe, expect, it } from 'vitest';

function playOut(env: Env, seed: number): ReturnType<Env['step']> {
  env.actionSpace.seed(seed);
  env.reset({ seed });
  for (;;) {
    const result = env.step(env.actionSpace.sample());
    if (result[2] || result[3]) return result;
  }
}

describe('wrappers', () => {
  it('TimeLimit truncates, and does not terminate', () => {
    const last = playOut(new TimeLimit(new Pendulum(), 5), 0);
    expect(last.slice(2, 4)).toEqual([false, true]);
    expect(() => new TimeLimit(new Pendulum(), 0)).toThrow(/limit must be an integer from 1/);
  });

  it('RecordEpisodeStatistics tells return and length', () => {
    const [, , , , info] = playOut(new RecordEpisodeStatistics(make('CartPole-v1')), 4);
    expect(info.episode).toMatchObject({ r: expect.any(Number), l: expect.any(Number) });
    expect(Reflect.get(Object(info.episode), 'r')).toBe(Reflect.get(Object(info.episode), 'l'));
  });

  it('NormalizeObservation brings observations to mean 0 and deviation 1', () => {
    const env = new NormalizeObservation(make('Pendulum-v1'));
    const seen: number[] = [];
    for (let episode = 0; episode < 20; episode++) {
      env.reset({ seed: episode });
      for (let done = false; !done; ) {
        const [obs, , , truncated] = env.step(new Float32Array([0]));
        done = truncated;
        if (episode > 9) seen.push(obs[2] ?? 0);
      }
    }
    const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
    const variance = seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / seen.length;
    expect(Math.abs(mean)).toBeLessThan(0.2);
    expect(Math.abs(variance - 1)).toBeLessThan(0.3);
    env.updateRunningMean = false;
    expect(env.reset({ seed: 5 })[0]).toEqual(env.reset({ seed: 5 })[0]);
  });

  it('NormalizeReward divides by the deviation of returns', () => {
    const env = new NormalizeReward(make('Pendulum-v1'), { gamma: 0.9 });
    const [, reward] = playOut(env, 1);
    expect(Math.abs(reward)).toBeLessThan(3);
  });

  it('ClipAction and RescaleAction change the range of actions', () => {
    const start = { seed: 2 };
    const [plain, clipped, rescaled] = [
      new Pendulum(),
      new ClipAction(new Pendulum()),
      new RescaleAction(new Pendulum(), -1, 1),
    ];
    for (const env of [plain, clipped, rescaled]) env.reset(start);
    const expected = plain.step(new Float32Array([2]));
    expect(clipped.step(new Float32Array([50]))).toEqual(expected);
    expect(rescaled.step(new Float32Array([1]))).toEqual(expected);
    expect(() => new RescaleAction(clipped, 1, -1)).toThrow(/finite low < high/);
  });

  it('FrameStack and TransformObservation make new observations', () => {
    const stack = new FrameStack(new CartPole(), 3);
    checkEnv(stack);
    const [first] = stack.reset({ seed: 1 });
    const [second] = stack.step(1);
    expect([...second.slice(0, 4)]).toEqual([...first.slice(0, 4)]);
    expect([...second.slice(8)]).not.toEqual([...first.slice(8)]);
    const angle = new TransformObservation(
      new CartPole(),
      (obs: Float32Array) => obs.slice(2, 3),
      new Box(-1, 1, [1]),
    );
    expect(angle.reset({ seed: 1 })[0]).toEqual(first.slice(2, 3));
    expect(angle.step(0)[0]).toHaveLength(1);
  });

  it('a film has what does not move once', () => {
    const lake = make('FrozenLake-v1', { isSlippery: false });
    lake.reset({ seed: 0 });
    const frames = [lake.render('svg')];
    for (const action of [2, 2, 1]) {
      lake.step(action);
      frames.push(lake.render('svg'));
    }
    const film = animate(frames);
    // The paper and the sixteen cells, and somebody at four places.
    expect(film.match(/<rect /g)).toHaveLength(17);
    expect(film.match(/<circle /g)).toHaveLength(4);
    expect(film.match(/<animate /g)).toHaveLength(4);
  });

  it('RecordVideo keeps frames and makes an animated picture of them', () => {
    const videos: string[] = [];
    const env = new RecordVideo(make('CartPole-v1'), {
      episodeTrigger: (episode) => episode === 0,
      onVideo: (svg) => videos.push(svg),
    });
    playOut(env, 0);
    expect(videos).toHaveLength(1);
    expect(videos[0]?.match(/<animate /g)).toHaveLength(env.frames.length);
    playOut(env, 1);
    expect(videos).toHaveLength(1);
    expect(() => animate([])).toThrow(/no frames/);
  });

  it('save and go on, one inside another', () => {
    const build = (): Env =>
      new NormalizeReward(
        new NormalizeObservation(new RecordEpisodeStatistics(make('CartPole-v1'))),
      );
    const [env, other] = [build(), build()];
    env.reset({ seed: 1 });
    env.step(1);
    other.loadStateDict?.(JSON.parse(JSON.stringify(env.stateDict?.())));
    expect(other.step(0)).toEqual(env.step(0));
    const plain: Env = {
      ...new CartPole(),
      reset: () => [0, {}],
      step: () => [0, 0, false, false, {}],
      render: () => '',
      close: () => {},
    };
    expect(() => new TimeLimit(plain, 5).stateDict()).toThrow(/cannot be saved/);
  });
});
