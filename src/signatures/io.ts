/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const decodeSafetensors: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'decodeSafetensors(bytes: buffer, file?: string)',
);
export const encodeSafetensors: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'encodeSafetensors(record: object, metadata?: object)',
);
export const loadSafetensors: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'loadSafetensors(path: string)',
);
export const saveSafetensors: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'saveSafetensors(path: string, stateDict: object, metadata?: object)',
);
export const writeFileAtomic: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'writeFileAtomic(path: string, bytes: buffer | string)',
);
