/**
 * Safetensors files on disk, for Node and Deno. What the bytes mean is in safetensors.ts; that a
 * file is never left half written is in write-file-atomic.ts.
 */

import * as signatures from '../signatures/io.js';
import type { Tensor } from '../tensor/index.js';
import { readFileBytes } from './file-errors.js';
import { decodeSafetensors, encodeSafetensors, type SafetensorsContent } from './safetensors.js';
import { writeFileAtomic } from './write-file-atomic.js';

/**
 * Writes `stateDict` and `metadata` to `path` as safetensors, replacing a file that is there. The
 * folder must exist. The file appears complete or not at all. Throws `DataError` when it cannot be
 * written, and `ValueError` as `encodeSafetensors` does.
 *
 * @example
 * const model = new nn.Linear(2, 1);
 * saveSafetensors('line.safetensors', model.stateDict(), { note: 'y = ax + b' });
 * console.log(loadSafetensors('line.safetensors').metadata); // { note: 'y = ax + b' }
 */
export function saveSafetensors(
  path: string,
  stateDict: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): void {
  signatures.saveSafetensors.check(arguments);
  writeFileAtomic(path, encodeSafetensors(stateDict, metadata));
}

/**
 * The tensors and metadata of the safetensors file at `path`:
 * `model.loadStateDict(loadSafetensors(path).tensors)`. Throws `DataError` when the file is
 * missing, and as `decodeSafetensors` does when it is damaged.
 *
 * @example
 * const [model, other] = [new nn.Linear(2, 1), new nn.Linear(2, 1)];
 * saveSafetensors('line.safetensors', model.stateDict());
 * other.loadStateDict(loadSafetensors('line.safetensors').tensors);
 * console.log(other.weight.equal(model.weight)); // true
 */
export function loadSafetensors(path: string): SafetensorsContent {
  signatures.loadSafetensors.check(arguments);
  return decodeSafetensors(readFileBytes('loadSafetensors', path), path);
}
