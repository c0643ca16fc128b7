/** The environments that come with the package. */

export { Acrobot } from './classic/acrobot.js';
export { CartPole } from './classic/cart-pole.js';
export { MountainCarContinuous } from './classic/continuous-mountain-car.js';
export { MountainCar } from './classic/mountain-car.js';
export { Pendulum } from './classic/pendulum.js';
export {
  ContextualBandit,
  type ContextualBanditOptions,
  KArmedBandit,
  type KArmedBanditOptions,
  type Payout,
} from './games/bandits.js';
export { Blackjack, type BlackjackObservation, type BlackjackOptions } from './games/blackjack.js';
export { Snake, type SnakeOptions } from './games/snake.js';
export { CliffWalking, type CliffWalkingOptions } from './grid/cliff-walking.js';
export { FrozenLake, type FrozenLakeOptions } from './grid/frozen-lake.js';
export { GridWorld, type GridWorldOptions } from './grid/grid-world.js';
export { TabularEnv, type Transition, type TransitionTable } from './grid/tabular-env.js';
export { Taxi } from './grid/taxi.js';
