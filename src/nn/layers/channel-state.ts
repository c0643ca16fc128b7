/** What norms keep for each channel, of which there may be a number not known yet. */

import { full, type Tensor } from '../../tensor/index.js';
import { Parameter } from '../parameter.js';
import { UninitializedBuffer, UninitializedParameter } from '../uninitialized.js';

/** Parameters and statistics of a norm, `[C]` each. */
export interface ChannelState {
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;
  readonly runningMean: Tensor | null;
  readonly runningVar: Tensor | null;
}

/** What each starts with. */
const starts: { readonly [K in keyof ChannelState]: number } = {
  weight: 1,
  bias: 0,
  runningMean: 0,
  runningVar: 1,
};

/** A weight or a bias; without a number of channels it waits for one. */
export function channelParameter(kind: 'weight' | 'bias', channels: number | null): Parameter {
  if (channels === null) return new UninitializedParameter();
  return new Parameter(full([channels], starts[kind]));
}

/** Running statistics; without a number of channels they wait for one. */
export function channelBuffer(kind: 'runningMean' | 'runningVar', channels: number | null): Tensor {
  return channels === null ? new UninitializedBuffer() : full([channels], starts[kind]);
}

/** Gives all that waits its shape; what was loaded before has one. */
export function shapeChannels(state: ChannelState, channels: number): void {
  const kinds = ['weight', 'bias', 'runningMean', 'runningVar'] as const;
  for (const kind of kinds) {
    const value = state[kind];
    const isLazy = value instanceof UninitializedParameter || value instanceof UninitializedBuffer;
    if (isLazy && !value.hasShape) value.materialize([channels], starts[kind]);
  }
}
