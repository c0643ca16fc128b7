/**
 * `make`: environments by Gymnasium's names, with their time limits; `register` adds those of one's
 * own. Source: https://gymnasium.farama.org/api/registry/
 */

import { oneOf, ValueError } from '../errors.js';
import * as signatures from '../signatures/rl.js';
import type { Env } from './env/env.js';
import { Acrobot } from './envs/classic/acrobot.js';
import { CartPole } from './envs/classic/cart-pole.js';
import { MountainCarContinuous } from './envs/classic/continuous-mountain-car.js';
import { MountainCar } from './envs/classic/mountain-car.js';
import { Pendulum } from './envs/classic/pendulum.js';
import {
  Blackjack,
  type BlackjackObservation,
  type BlackjackOptions,
} from './envs/games/blackjack.js';
import { Snake, type SnakeOptions } from './envs/games/snake.js';
import { CliffWalking, type CliffWalkingOptions } from './envs/grid/cliff-walking.js';
import { FrozenLake, type FrozenLakeOptions } from './envs/grid/frozen-lake.js';
import { Taxi } from './envs/grid/taxi.js';
import { withDefaults } from './options/with-defaults.js';
import { TimeLimit } from './wrappers/time-limit.js';

/** Options of every environment that `make` makes. */
export interface MakeOptions {
  /** Steps after which an episode is cut off; null for none. By default that of the environment. */
  readonly maxEpisodeSteps?: number | null;
}

/** No option. */
type None = Readonly<Record<never, never>>;

/** The environments that come with the package, by name: their kind, and their options. */
export interface BuiltInEnvs {
  readonly 'CartPole-v0': { env: Env<Float32Array, number>; options: None };
  readonly 'CartPole-v1': { env: Env<Float32Array, number>; options: None };
  readonly 'MountainCar-v0': { env: Env<Float32Array, number>; options: None };
  readonly 'MountainCarContinuous-v0': { env: Env<Float32Array, Float32Array>; options: None };
  readonly 'Acrobot-v1': { env: Env<Float32Array, number>; options: None };
  readonly 'Pendulum-v1': { env: Env<Float32Array, Float32Array>; options: None };
  readonly 'FrozenLake-v1': { env: Env<number, number>; options: FrozenLakeOptions };
  readonly 'FrozenLake8x8-v1': { env: Env<number, number>; options: FrozenLakeOptions };
  readonly 'CliffWalking-v1': { env: Env<number, number>; options: CliffWalkingOptions };
  readonly 'Taxi-v3': { env: Env<number, number>; options: None };
  readonly 'Taxi-v4': { env: Env<number, number>; options: None };
  readonly 'Blackjack-v1': { env: Env<BlackjackObservation, number>; options: BlackjackOptions };
  readonly 'Snake-v0': { env: Env<Float32Array, number>; options: SnakeOptions };
}

/** How an environment is made. */
export interface EnvSpec<Options, Made> {
  /** Makes it, without its time limit. */
  create(options: Options): Made;
  /** Steps after which an episode is cut off; null for none. */
  readonly maxEpisodeSteps: number | null;
}

type Specs = {
  readonly [Id in keyof BuiltInEnvs]: EnvSpec<BuiltInEnvs[Id]['options'], BuiltInEnvs[Id]['env']>;
};

function plain<Made>(
  name: string,
  maxEpisodeSteps: number,
  create: () => Made,
): EnvSpec<None, Made> {
  const checked = (options: None): Made => {
    withDefaults(name, {}, options);
    return create();
  };
  return { create: checked, maxEpisodeSteps };
}

const builtIn: Specs = {
  'CartPole-v0': plain('CartPole-v0', 200, () => new CartPole()),
  'CartPole-v1': plain('CartPole-v1', 500, () => new CartPole()),
  'MountainCar-v0': plain('MountainCar-v0', 200, () => new MountainCar()),
  'MountainCarContinuous-v0': plain(
    'MountainCarContinuous-v0',
    999,
    () => new MountainCarContinuous(),
  ),
  'Acrobot-v1': plain('Acrobot-v1', 500, () => new Acrobot()),
  'Pendulum-v1': plain('Pendulum-v1', 200, () => new Pendulum()),
  'FrozenLake-v1': { create: (options) => new FrozenLake(options), maxEpisodeSteps: 100 },
  'FrozenLake8x8-v1': {
    create: (options) => new FrozenLake({ mapName: '8x8', ...options }),
    maxEpisodeSteps: 200,
  },
  'CliffWalking-v1': { create: (options) => new CliffWalking(options), maxEpisodeSteps: null },
  'Taxi-v3': plain('Taxi-v3', 200, () => new Taxi()),
  'Taxi-v4': plain('Taxi-v4', 200, () => new Taxi()),
  'Blackjack-v1': { create: (options) => new Blackjack(options), maxEpisodeSteps: null },
  'Snake-v0': { create: (options) => new Snake(options), maxEpisodeSteps: 1000 },
};

/** Options of an environment of one's own: any, by name. */
type AnyOptions = Readonly<Record<string, unknown>>;

const registered = new Map<string, EnvSpec<AnyOptions, Env>>();

/**
 * Names of all environments that `make` knows.
 *
 * @example
 * console.log(envIds().includes('CartPole-v1')); // true
 */
export function envIds(): string[] {
  return [...Object.keys(builtIn), ...registered.keys()];
}

/**
 * Lets `make(id)` make an environment of one's own.
 * @throws ValueError when the name is taken.
 * @example
 * const create = () => new GridWorld(['S.G']);
 * register('Corridor-v0', { create, maxEpisodeSteps: 40 });
 * console.log(envIds().includes('Corridor-v0')); // true
 */
export function register(id: string, spec: EnvSpec<AnyOptions, Env>): void {
  signatures.register.check(arguments);
  if (id in builtIn || registered.has(id)) {
    throw new ValueError(`register: there is an environment '${id}' already; choose another name`);
  }
  registered.set(id, spec);
}

/**
 * An environment of the given name, with its time limit.
 * @throws ValueError for a name or an option that is not known.
 * @example
 * const env = make('CartPole-v1');
 * const [observation] = env.reset({ seed: 42 });
 * console.log(observation.length, String(env.actionSpace)); // 4 Discrete(2)
 */
export function make<Id extends keyof BuiltInEnvs>(
  id: Id,
  options?: MakeOptions & BuiltInEnvs[Id]['options'],
): BuiltInEnvs[Id]['env'];
/** An environment of one's own, by the name it was registered under. */
export function make(id: string, options?: MakeOptions & AnyOptions): Env;
export function make(id: string, options: MakeOptions & AnyOptions = {}): Env {
  signatures.make.check(arguments);
  const known: Readonly<Record<string, EnvSpec<AnyOptions, Env>>> = builtIn;
  const spec = Object.hasOwn(known, id) ? known[id] : registered.get(id);
  if (spec === undefined) {
    throw new ValueError(`make: there is no environment '${id}'. There is ${oneOf(envIds())}`);
  }
  const { maxEpisodeSteps = spec.maxEpisodeSteps, ...own } = options;
  const env = spec.create(own);
  return maxEpisodeSteps === null ? env : new TimeLimit(env, maxEpisodeSteps);
}
