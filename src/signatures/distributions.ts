/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const Bernoulli$kl: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Bernoulli.kl(other: Distribution<eventShape,stddev>)',
);
export const Bernoulli$logProb: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Bernoulli.logProb(value: Tensor<node>)',
);
export const Bernoulli$sample: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Bernoulli.sample(shape?: number[], options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const Beta$kl: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Beta.kl(other: Distribution<eventShape,stddev>)',
);
export const Beta$logProb: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Beta.logProb(value: Tensor<node>)',
);
export const Beta$sample: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Beta.sample(shape?: number[], options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const Categorical$kl: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Categorical.kl(other: Distribution<eventShape,stddev>)',
);
export const Categorical$logProb: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Categorical.logProb(value: Tensor<node>)',
);
export const Categorical$sample: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Categorical.sample(shape?: number[], options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const Distribution$rsample: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Distribution.rsample(shape?: number[], options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const Distribution$sample: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Distribution.sample(shape?: number[], options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const MultivariateNormal: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new MultivariateNormal(loc: Tensor<node>, options: { covarianceMatrix?: Tensor<node>, precisionMatrix?: Tensor<node>, scaleTril?: Tensor<node> })',
);
export const MultivariateNormal$kl: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MultivariateNormal.kl(other: Distribution<eventShape,stddev>)',
);
export const MultivariateNormal$logProb: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MultivariateNormal.logProb(value: Tensor<node>)',
);
export const MultivariateNormal$rsample: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MultivariateNormal.rsample(shape?: number[], options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const Normal$kl: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Normal.kl(other: Distribution<eventShape,stddev>)',
);
export const Normal$logProb: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Normal.logProb(value: Tensor<node>)',
);
export const Normal$rsample: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Normal.rsample(shape?: number[], options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const Uniform$kl: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Uniform.kl(other: Distribution<eventShape,stddev>)',
);
export const Uniform$logProb: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Uniform.logProb(value: Tensor<node>)',
);
export const Uniform$rsample: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Uniform.rsample(shape?: number[], options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const klDivergence: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'klDivergence(p: Distribution<eventShape,stddev>, q: Distribution<eventShape,stddev>)',
);
