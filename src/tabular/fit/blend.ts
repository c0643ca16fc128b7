/**
 * How much of a linear model goes into the network, by rows that neither has learned from. Small
 * tables are often linear as far as anybody can tell, and a network that has to find that out adds
 * noise. Both are linear in their last layers, so the blend is the network with other weights.
 * Source of the idea: Breiman, "Stacked Regressions", 1996.
 */

import { fieldsOf, type Guard, isNumber } from '../../train/json/guards.js';
import type { MemberLinear } from '../model/member-linear.js';
import type { TableModel } from '../model/table-model.js';
import { fitLinear } from './fit-linear.js';
import type { TableTraining } from './table-training.js';
import { type Unseen, unseenOutputs } from './unseen.js';

/** Shares of the linear model that are tried. */
const shares: readonly number[] = Array.from({ length: 11 }, (_, i) => i / 10);

/** A share of a linear model, and the losses that chose it. */
export interface Blend {
  /** From 0, the network alone, to 1, the linear model alone. */
  readonly share: number;
  /** Loss of the network, the linear model and the blend on rows that they had not seen. */
  readonly losses: { readonly network: number; readonly linear: number; readonly blend: number };
}

/** A blend in a sentence, for people. */
export function describeBlend({ share, losses }: Blend): string {
  const [network, linear, blend] = [losses.network, losses.linear, losses.blend].map((loss) =>
    loss.toPrecision(3),
  );
  return (
    `took in ${Math.round(100 * share)} % of a linear model: on rows not learned from the loss is ` +
    `${blend}, that of the network ${network}, that of the linear model ${linear}`
  );
}

/** Blends as they are read from a file. */
export const isBlend: Guard<Blend> = fieldsOf<Blend>({
  share: isNumber,
  losses: fieldsOf<Blend['losses']>({ network: isNumber, linear: isNumber, blend: isNumber }),
});

/**
 * Blends a linear model into the network, which changes; null where that has no sense: in models
 * that are linear, and in transformers, whose last layer is not that of the network.
 */
export function blendLinear(training: TableTraining): Blend | null {
  const { model } = training;
  if (model.output === null || training.split.validation.length === 0) return null;
  const linear = fitLinear(training, {
    members: model.spec.members,
    isWeighted: true,
    embeddings: model.embeddings.map(({ weight }) => weight),
  });
  if (linear === null) return null;
  const [ours, theirs] = [model, linear].map((one) => unseenOutputs(one, training));
  if (ours === undefined || theirs === undefined) return null;
  const { classWeights } = training.samples;
  const losses = shares.map((share) => lossOf(mixed(ours, theirs, share), classWeights));
  const [network = 0, best] = [losses[0], Math.min(...losses)];
  const share = shares[losses.indexOf(best)] ?? 0;
  if (share > 0) mixInto(model, linear, share);
  return { share, losses: { network, linear: losses.at(-1) ?? 0, blend: best } };
}

function mixed(ours: Unseen, theirs: Unseen, share: number): Unseen {
  const outputs = ours.outputs.map((value, i) => {
    return (1 - share) * value + share * (theirs.outputs[i] ?? 0);
  });
  return { ...ours, outputs };
}

/** The mean squared error, or the weighted cross-entropy. */
function lossOf(
  { outputs, width, truths }: Unseen,
  classWeights: readonly number[] | null,
): number {
  if (width === 1) {
    return (
      truths.reduce((sum, truth, i) => sum + ((outputs[i] ?? 0) - truth) ** 2, 0) / truths.length
    );
  }
  let [sum, total] = [0, 0];
  truths.forEach((truth, row) => {
    const logits = outputs.subarray(row * width, (row + 1) * width);
    const highest = Math.max(...logits);
    const normaliser = logits.reduce((part, logit) => part + Math.exp(logit - highest), 0);
    const weight = classWeights?.[truth] ?? 1;
    sum += weight * (highest + Math.log(normaliser) - (logits[truth] ?? 0));
    total += weight;
  });
  return sum / total;
}

function mixInto(network: TableModel, linear: TableModel, share: number): void {
  const scale = (layer: MemberLinear): void => {
    for (const parameter of layer.parameters()) parameter.assign(parameter.mul(1 - share));
  };
  if (network.output !== null) scale(network.output);
  scale(network.skip);
  for (const name of ['weight', 'bias'] as const) {
    const own = network.skip[name];
    own.assign(own.add(linear.skip[name].detach().mul(share)));
  }
}
