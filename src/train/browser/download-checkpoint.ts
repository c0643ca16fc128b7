/** Hands a checkpoint to the user of a page as a file. */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/train.js';
import { encodeCheckpoint } from '../checkpoint/checkpoint.js';
import type { CheckpointParts } from '../state/parts.js';

/**
 * Has the browser save a checkpoint as the file `name`, as if the user had clicked on a link. A
 * worker has no document: it posts the bytes of `encodeCheckpoint` to its page. Call it when the
 * user asks for it; browsers stop pages that download by themselves again and again.
 *
 * Throws `ValueError` where there is no document.
 *
 * @example
 * button.onclick = () => downloadCheckpoint('digits.safetensors', { model, optimizer, trainer });
 * input.onchange = async () => {
 *   const bytes = new Uint8Array(await input.files[0].arrayBuffer());
 *   loadCheckpoint(bytes, { model, optimizer, trainer });
 * };
 */
export function downloadCheckpoint(name: string, parts: CheckpointParts): void {
  signatures.downloadCheckpoint.check(arguments);
  if (typeof document === 'undefined') {
    throw new ValueError(
      'downloadCheckpoint: there is no document here. In a worker post encodeCheckpoint(parts) to ' +
        'the page; in Node use saveCheckpoint',
    );
  }
  const bytes = new Uint8Array(encodeCheckpoint(parts));
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by the next turn, and keeps the bytes itself.
  setTimeout(() => URL.revokeObjectURL(url));
}
