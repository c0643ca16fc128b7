/** Wrappers around environments. */

export { ClipAction, RescaleAction } from './actions.js';
export { NormalizeObservation, NormalizeReward, type NormalizeRewardOptions } from './normalize.js';
export { FrameStack, TransformObservation } from './observations.js';
export { type EpisodeStatistics, RecordEpisodeStatistics } from './record-episode-statistics.js';
export { RecordVideo, type RecordVideoOptions } from './record-video.js';
export { TimeLimit } from './time-limit.js';
export { Wrapper, type WrapperState } from './wrapper.js';
