/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const A2C: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new A2C(env: Env<observationSpace,actionSpace,reset> | VectorEnv<numEnvs,singleObservationSpace,singleActionSpace>, options?: { learningRate?: number | object, numSteps?: number, gamma?: number, gaeLambda?: number, normalizeAdvantage?: boolean, entCoef?: number, vfCoef?: number, maxGradNorm?: number, normalizeObs?: boolean, normalizeReward?: boolean, hidden?: number[], activation?: 'tanh' | 'relu', logStdInit?: number, networks?: ActorCriticNetworks<actor,critic> | null, seed?: number, optimizer?: 'rmsprop' | 'adam' })",
);
export const A2C$load: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "A2C.load(path: string, env: Env<observationSpace,actionSpace,reset> | VectorEnv<numEnvs,singleObservationSpace,singleActionSpace>, options?: { learningRate?: number | object, numSteps?: number, gamma?: number, gaeLambda?: number, normalizeAdvantage?: boolean, entCoef?: number, vfCoef?: number, maxGradNorm?: number, normalizeObs?: boolean, normalizeReward?: boolean, hidden?: number[], activation?: 'tanh' | 'relu', logStdInit?: number, networks?: ActorCriticNetworks<actor,critic> | null, seed?: number, optimizer?: 'rmsprop' | 'adam' })",
);
export const Acrobot$render: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "Acrobot.render(mode?: 'text' | 'svg')",
);
export const Agent$learn: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Agent.learn(options: { totalTimesteps: number, callbacks?: object | object[], signal?: object })',
);
export const Agent$predict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Agent.predict(obs: any, options?: { deterministic?: boolean })',
);
export const Agent$save: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Agent.save(path: string)',
);
export const AsyncVectorEnv$create: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'AsyncVectorEnv.create(url: object, options?: { workers?: number })',
);
export const AsyncVectorEnv$reset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'AsyncVectorEnv.reset(options?: { seed?: number | number[], options?: object, resetMask?: ArrayLike<length> })',
);
export const BanditAgent$observe: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'BanditAgent.observe(action: number, reward: number)',
);
export const BanditAgent$run: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'BanditAgent.run(env: Env<observationSpace,actionSpace,reset>, steps: number)',
);
export const BaseEnv$render: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "BaseEnv.render(mode?: 'text' | 'svg')",
);
export const BaseEnv$reset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'BaseEnv.reset(options?: { seed?: any, options?: object })',
);
export const Blackjack: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Blackjack(options?: { natural?: boolean, sab?: boolean })',
);
export const Blackjack$render: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "Blackjack.render(mode?: 'text' | 'svg')",
);
export const Box: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Box(low: number | ArrayLike<length>, high: number | ArrayLike<length>, shape?: number[])',
);
export const Box$flatten: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Box.flatten(value: unchecked, out: ArrayLike<length>, offset?: number)',
);
export const CartPole$render: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "CartPole.render(mode?: 'text' | 'svg')",
);
export const CheckpointCallback: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new CheckpointCallback(path: string, options?: { every?: number })',
);
export const CliffWalking: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new CliffWalking(options?: { isSlippery?: boolean })',
);
export const CliffWalking$render: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "CliffWalking.render(mode?: 'text' | 'svg')",
);
export const ClipAction: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ClipAction(env: Env<observationSpace,actionSpace,reset>)',
);
export const ClipAction$reset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ClipAction.reset(options?: { seed?: any, options?: object })',
);
export const ContextualBandit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ContextualBandit(options?: { arms?: number, features?: number, noise?: number, weightSeed?: number })',
);
export const DQN: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new DQN(env: Env<observationSpace,actionSpace,reset> | VectorEnv<numEnvs,singleObservationSpace,singleActionSpace>, options?: { learningRate?: number | object, bufferSize?: number, learningStarts?: number, batchSize?: number, tau?: number, gamma?: number, trainFrequency?: number, gradientSteps?: number, nStep?: number, hidden?: number[], activation?: 'tanh' | 'relu', seed?: number, targetUpdateInterval?: number, explorationFraction?: number, explorationInitialEps?: number, explorationFinalEps?: number, maxGradNorm?: number, double?: boolean, dueling?: boolean, prioritized?: boolean, priorityAlpha?: number, priorityBeta?: number, network?: function | null })",
);
export const DQN$load: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "DQN.load(path: string, env: Env<observationSpace,actionSpace,reset> | VectorEnv<numEnvs,singleObservationSpace,singleActionSpace>, options?: { learningRate?: number | object, bufferSize?: number, learningStarts?: number, batchSize?: number, tau?: number, gamma?: number, trainFrequency?: number, gradientSteps?: number, nStep?: number, hidden?: number[], activation?: 'tanh' | 'relu', seed?: number, targetUpdateInterval?: number, explorationFraction?: number, explorationInitialEps?: number, explorationFinalEps?: number, maxGradNorm?: number, double?: boolean, dueling?: boolean, prioritized?: boolean, priorityAlpha?: number, priorityBeta?: number, network?: function | null })",
);
export const Dict: Readonly<Signature> = /* @__PURE__ */ new Signature('new Dict(spaces: object)');
export const Dict$flatten: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Dict.flatten(value: unchecked, out: ArrayLike<length>, offset?: number)',
);
export const Dict$seed: Readonly<Signature> = /* @__PURE__ */ new Signature('Dict.seed(seed: any)');
export const Discrete: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Discrete(n: number, options?: { start?: number })',
);
export const Discrete$flatten: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Discrete.flatten(value: unchecked, out: ArrayLike<length>, offset?: number)',
);
export const EpsilonGreedy: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new EpsilonGreedy(k: number, options?: { seed?: number, epsilon?: number, initialValue?: number })',
);
export const EvalCallback: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new EvalCallback(env: Env<observationSpace,actionSpace,reset>, options?: { episodes?: number, deterministic?: boolean, seed?: number, every?: number, bestPath?: string, onEvaluation?: function, stopAtReward?: number })',
);
export const FrameStack: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new FrameStack(env: Env<observationSpace,actionSpace,reset>, count: number)',
);
export const FrameStack$reset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'FrameStack.reset(options?: { seed?: any, options?: object })',
);
export const FrozenLake: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new FrozenLake(options?: { mapName?: '4x4' | '8x8', desc?: string[] | null, isSlippery?: boolean, successRate?: number, rewardSchedule?: number[] })",
);
export const FrozenLake$render: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "FrozenLake.render(mode?: 'text' | 'svg')",
);
export const GridWorld: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new GridWorld(map: string[], options?: { stepReward?: number, goalReward?: number, pitReward?: number, slip?: number })',
);
export const GridWorld$render: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "GridWorld.render(mode?: 'text' | 'svg')",
);
export const KArmedBandit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new KArmedBandit(k: number, options?: { means?: number[], payout?: 'normal' | 'bernoulli' })",
);
export const Monitor: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Monitor(folder: string | null, options?: { every?: number, about?: object, onRecord?: function })',
);
export const MonteCarlo: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new MonteCarlo(env: Env<observationSpace,actionSpace,reset>, options?: object)',
);
export const MonteCarlo$loadStateDict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MonteCarlo.loadStateDict(state: MonteCarloState<actionValues,random,episodes>)',
);
export const MountainCar$render: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "MountainCar.render(mode?: 'text' | 'svg')",
);
export const MountainCarContinuous$render: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "MountainCarContinuous.render(mode?: 'text' | 'svg')",
);
export const MultiBinary: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new MultiBinary(n: number)',
);
export const MultiBinary$flatten: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MultiBinary.flatten(value: unchecked, out: ArrayLike<length>, offset?: number)',
);
export const MultiDiscrete: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new MultiDiscrete(nvec: number[])',
);
export const MultiDiscrete$flatten: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MultiDiscrete.flatten(value: unchecked, out: ArrayLike<length>, offset?: number)',
);
export const NStepCollector: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new NStepCollector(n: number, gamma: number)',
);
export const NStepCollector$add: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'NStepCollector.add(step: Step<obs,action,reward>)',
);
export const NormalizeObservation: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new NormalizeObservation(env: Env<observationSpace,actionSpace,reset>)',
);
export const NormalizeObservation$reset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'NormalizeObservation.reset(options?: { seed?: any, options?: object })',
);
export const NormalizeReward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new NormalizeReward(env: Env<observationSpace,actionSpace,reset>, options?: { gamma?: number })',
);
export const NormalizeReward$reset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'NormalizeReward.reset(options?: { seed?: any, options?: object })',
);
export const OffPolicyActorCritic$value: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'OffPolicyActorCritic.value(obs: ArrayLike<length>, action: ArrayLike<length>)',
);
export const PPO: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new PPO(env: Env<observationSpace,actionSpace,reset> | VectorEnv<numEnvs,singleObservationSpace,singleActionSpace>, options?: { learningRate?: number | object, numSteps?: number, gamma?: number, gaeLambda?: number, normalizeAdvantage?: boolean, entCoef?: number, vfCoef?: number, maxGradNorm?: number, normalizeObs?: boolean, normalizeReward?: boolean, hidden?: number[], activation?: 'tanh' | 'relu', logStdInit?: number, networks?: ActorCriticNetworks<actor,critic> | null, seed?: number, batchSize?: number, numEpochs?: number, clipRange?: number | object, clipRangeValue?: number | null, targetKl?: number | null })",
);
export const PPO$load: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "PPO.load(path: string, env: Env<observationSpace,actionSpace,reset> | VectorEnv<numEnvs,singleObservationSpace,singleActionSpace>, options?: { learningRate?: number | object, numSteps?: number, gamma?: number, gaeLambda?: number, normalizeAdvantage?: boolean, entCoef?: number, vfCoef?: number, maxGradNorm?: number, normalizeObs?: boolean, normalizeReward?: boolean, hidden?: number[], activation?: 'tanh' | 'relu', logStdInit?: number, networks?: ActorCriticNetworks<actor,critic> | null, seed?: number, batchSize?: number, numEpochs?: number, clipRange?: number | object, clipRangeValue?: number | null, targetKl?: number | null })",
);
export const Pendulum$render: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "Pendulum.render(mode?: 'text' | 'svg')",
);
export const PrioritizedReplayBuffer: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new PrioritizedReplayBuffer(options: { capacity: number, obsSize: number, actionSize?: number, alpha?: number })',
);
export const PrioritizedReplayBuffer$add: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'PrioritizedReplayBuffer.add(transition: StoredTransition<obs,action,reward>)',
);
export const PrioritizedReplayBuffer$loadStateDict: Readonly<Signature> =
  /* @__PURE__ */ new Signature(
    'PrioritizedReplayBuffer.loadStateDict(state: ReplayBufferState<arrays,numbers>)',
  );
export const PrioritizedReplayBuffer$sample: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'PrioritizedReplayBuffer.sample(count: number, random: RandomGenerator<random,uniform>, beta?: number)',
);
export const PrioritizedReplayBuffer$updatePriorities: Readonly<Signature> =
  /* @__PURE__ */ new Signature(
    'PrioritizedReplayBuffer.updatePriorities(indices: ArrayLike<length>, errors: ArrayLike<length>)',
  );
export const QLearning: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new QLearning(env: Env<observationSpace,actionSpace,reset>, options?: { learningRate?: number | object, gamma?: number, epsilon?: number | object, initialValue?: number, seed?: number })',
);
export const RandomGenerator: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new RandomGenerator(seed?: any, key?: number[])',
);
export const RandomGenerator$categorical: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RandomGenerator.categorical(probabilities: ArrayLike<length>)',
);
export const RandomGenerator$integer: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RandomGenerator.integer(end: number)',
);
export const RandomGenerator$loadStateDict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RandomGenerator.loadStateDict(state: Pcg64State<state,increment,spare>)',
);
export const RandomGenerator$uniform: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RandomGenerator.uniform(low: number, high: number)',
);
export const RecordEpisodeStatistics: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new RecordEpisodeStatistics(env: Env<observationSpace,actionSpace,reset>)',
);
export const RecordEpisodeStatistics$reset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RecordEpisodeStatistics.reset(options?: { seed?: any, options?: object })',
);
export const RecordVideo: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new RecordVideo(env: Env<observationSpace,actionSpace,reset>, options?: { fps?: number, episodeTrigger?: function, onVideo?: function })',
);
export const RecordVideo$reset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RecordVideo.reset(options?: { seed?: any, options?: object })',
);
export const Reinforce: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new Reinforce(env: Env<observationSpace,actionSpace,reset>, options?: { learningRate?: number | object, gamma?: number, baseline?: boolean, episodesPerUpdate?: number, hidden?: number[], activation?: 'tanh' | 'relu', logStdInit?: number, networks?: ActorCriticNetworks<actor,critic> | null, seed?: number })",
);
export const Reinforce$load: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "Reinforce.load(path: string, env: Env<observationSpace,actionSpace,reset>, options?: { learningRate?: number | object, gamma?: number, baseline?: boolean, episodesPerUpdate?: number, hidden?: number[], activation?: 'tanh' | 'relu', logStdInit?: number, networks?: ActorCriticNetworks<actor,critic> | null, seed?: number })",
);
export const ReplayBuffer: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ReplayBuffer(options: { capacity: number, obsSize: number, actionSize?: number })',
);
export const ReplayBuffer$add: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ReplayBuffer.add(transition: StoredTransition<obs,action,reward>)',
);
export const ReplayBuffer$gather: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ReplayBuffer.gather(indices: ArrayLike<length>)',
);
export const ReplayBuffer$loadStateDict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ReplayBuffer.loadStateDict(state: ReplayBufferState<arrays,numbers>)',
);
export const ReplayBuffer$sample: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ReplayBuffer.sample(count: number, random: RandomGenerator<random,uniform>)',
);
export const RescaleAction: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new RescaleAction(env: Env<observationSpace,actionSpace,reset>, low: number, high: number)',
);
export const RescaleAction$reset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RescaleAction.reset(options?: { seed?: any, options?: object })',
);
export const RolloutBuffer: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new RolloutBuffer(options: { steps: number, numEnvs: number, obsSize: number, actionSize: number })',
);
export const RolloutBuffer$add: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RolloutBuffer.add(step: RolloutStep<obs,actions,logProbs>)',
);
export const RolloutBuffer$batches: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RolloutBuffer.batches(size: number, random: RandomGenerator<random,uniform> | null)',
);
export const RolloutBuffer$finish: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RolloutBuffer.finish(lastValues: ArrayLike<length>, options: any)',
);
export const RunningMoments: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new RunningMoments(size: number)',
);
export const RunningMoments$add: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RunningMoments.add(vector: ArrayLike<length>)',
);
export const RunningMoments$loadStateDict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RunningMoments.loadStateDict(state: RunningMomentsState<count,mean,variance>)',
);
export const RunningMoments$normalize: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RunningMoments.normalize(vector: ArrayLike<length>, limit?: number)',
);
export const SAC: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new SAC(env: Env<observationSpace,actionSpace,reset> | VectorEnv<numEnvs,singleObservationSpace,singleActionSpace>, options?: { learningRate?: number | object, bufferSize?: number, learningStarts?: number, batchSize?: number, tau?: number, gamma?: number, trainFrequency?: number, gradientSteps?: number, nStep?: number, hidden?: number[], activation?: 'tanh' | 'relu', seed?: number, entCoef?: number | 'auto', targetEntropy?: number | null, actor?: any })",
);
export const SAC$load: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "SAC.load(path: string, env: Env<observationSpace,actionSpace,reset> | VectorEnv<numEnvs,singleObservationSpace,singleActionSpace>, options?: { learningRate?: number | object, bufferSize?: number, learningStarts?: number, batchSize?: number, tau?: number, gamma?: number, trainFrequency?: number, gradientSteps?: number, nStep?: number, hidden?: number[], activation?: 'tanh' | 'relu', seed?: number, entCoef?: number | 'auto', targetEntropy?: number | null, actor?: any })",
);
export const Sarsa: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Sarsa(env: Env<observationSpace,actionSpace,reset>, options?: { learningRate?: number | object, gamma?: number, epsilon?: number | object, initialValue?: number, seed?: number })',
);
export const Snake: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Snake(options?: { size?: number })',
);
export const Snake$render: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "Snake.render(mode?: 'text' | 'svg')",
);
export const Space$seed: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Space.seed(seed: any)',
);
export const StopTrainingOnReward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new StopTrainingOnReward(reward: number, options?: { episodes?: number })',
);
export const SyncVectorEnv: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new SyncVectorEnv(envs: Env<observationSpace,actionSpace,reset>[], options?: { autoreset?: 'nextStep' | 'sameStep' | 'disabled' })",
);
export const SyncVectorEnv$reset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'SyncVectorEnv.reset(options?: { seed?: number | number[], options?: object, resetMask?: ArrayLike<length> })',
);
export const TD3: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new TD3(env: Env<observationSpace,actionSpace,reset> | VectorEnv<numEnvs,singleObservationSpace,singleActionSpace>, options?: { learningRate?: number | object, bufferSize?: number, learningStarts?: number, batchSize?: number, tau?: number, gamma?: number, trainFrequency?: number, gradientSteps?: number, nStep?: number, hidden?: number[], activation?: 'tanh' | 'relu', seed?: number, actionNoise?: number, numCritics?: number, policyDelay?: number, targetPolicyNoise?: number, targetNoiseClip?: number, actor?: function | null })",
);
export const TD3$load: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "TD3.load(path: string, env: Env<observationSpace,actionSpace,reset> | VectorEnv<numEnvs,singleObservationSpace,singleActionSpace>, options?: { learningRate?: number | object, bufferSize?: number, learningStarts?: number, batchSize?: number, tau?: number, gamma?: number, trainFrequency?: number, gradientSteps?: number, nStep?: number, hidden?: number[], activation?: 'tanh' | 'relu', seed?: number, actionNoise?: number, numCritics?: number, policyDelay?: number, targetPolicyNoise?: number, targetNoiseClip?: number, actor?: function | null })",
);
export const TabularAgent$learn: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TabularAgent.learn(options: { episodes: number, onEpisode?: function })',
);
export const TabularAgent$loadStateDict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TabularAgent.loadStateDict(state: TabularState<actionValues,random,episodes>)',
);
export const TabularAgent$predict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TabularAgent.predict(state: number, options?: { deterministic?: boolean })',
);
export const Taxi$render: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "Taxi.render(mode?: 'text' | 'svg')",
);
export const ThompsonSampling: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ThompsonSampling(k: number, options?: { seed?: number, deviation?: number })',
);
export const TimeLimit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new TimeLimit(env: Env<observationSpace,actionSpace,reset>, maxEpisodeSteps: number)',
);
export const TimeLimit$reset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TimeLimit.reset(options?: { seed?: any, options?: object })',
);
export const TransformObservation: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new TransformObservation(env: Env<observationSpace,actionSpace,reset>, transform: function, space: Space<seed>)',
);
export const TransformObservation$reset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TransformObservation.reset(options?: { seed?: any, options?: object })',
);
export const Tuple: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Tuple(spaces: Space<seed>[])',
);
export const Tuple$flatten: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Tuple.flatten(value: unchecked, out: ArrayLike<length>, offset?: number)',
);
export const Tuple$seed: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Tuple.seed(seed: any)',
);
export const UCB: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new UCB(k: number, options?: { seed?: number, c?: number })',
);
export const Wrapper$render: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "Wrapper.render(mode?: 'text' | 'svg')",
);
export const animate: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'animate(frames: string[], options?: { fps?: number })',
);
export const checkEnv: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'checkEnv(env: Env<observationSpace,actionSpace,reset>, options?: { steps?: number, seed?: number })',
);
export const drawValues: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "drawValues(map: string[], values: ArrayLike<length>, options?: { policy?: ArrayLike<length>, directions?: string, mode?: 'text' | 'svg' })",
);
export const evaluatePolicy: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'evaluatePolicy(policy: Policy<predict>, env: Env<observationSpace,actionSpace,reset>, options?: { episodes?: number, deterministic?: boolean, seed?: number })',
);
export const evaluateTabularPolicy: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'evaluateTabularPolicy(table: unchecked[], policy: ArrayLike<length> | ArrayLike<length>[], options?: { gamma?: number, tolerance?: number, maxIterations?: number, onSweep?: function })',
);
export const gae: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'gae(input: GaeInput<rewards,values,nextValues>, options?: { gamma?: number, lambda?: number, numEnvs?: number })',
);
export const make: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'make(id: string, options?: any)',
);
export const paint: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'paint(drawing: Drawing<width,height,shapes>, brush: any, scale?: number)',
);
export const policyIteration: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'policyIteration(table: unchecked[], options?: { gamma?: number, tolerance?: number, maxIterations?: number, onSweep?: function })',
);
export const register: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'register(id: string, spec: EnvSpec<create,maxEpisodeSteps>)',
);
export const toBraille: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'toBraille(drawing: Drawing<width,height,shapes>, columns: number)',
);
export const toSvg: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'toSvg(drawing: Drawing<width,height,shapes>)',
);
export const valueIteration: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'valueIteration(table: unchecked[], options?: { gamma?: number, tolerance?: number, maxIterations?: number, onSweep?: function })',
);
