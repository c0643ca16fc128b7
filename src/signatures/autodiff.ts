/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const enableGrad: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'enableGrad(fn: function)',
);
export const grad: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'grad(output: Tensor<node>, inputs: Tensor<node> | Tensor<node>[], gradient?: Tensor<node> | null, options?: { createGraph?: boolean, retainGraph?: boolean | null, allowUnused?: boolean })',
);
export const gradcheck: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'gradcheck(fn: function, inputs: Tensor<node>[], options?: { eps?: number, atol?: number, rtol?: number })',
);
export const hessian: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'hessian(fn: function, input: Tensor<node>)',
);
export const jacobian: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'jacobian(fn: function, inputs: Tensor<node> | Tensor<node>[])',
);
export const jvp: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'jvp(fn: function, inputs: Tensor<node> | Tensor<node>[], v: Tensor<node> | Tensor<node>[])',
);
export const noGrad: Readonly<Signature> = /* @__PURE__ */ new Signature('noGrad(fn: function)');
export const valueAndGrad: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'valueAndGrad(fn: function)',
);
export const vjp: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'vjp(fn: function, inputs: Tensor<node> | Tensor<node>[], v?: Tensor<node> | null)',
);
