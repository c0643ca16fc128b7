/** Whether all ranks have the same model: what differs is said on every rank, before it hangs. */

import { at } from '../../list.js';
import type { Module } from '../../nn/module.js';
import type { Communicator } from '../process/communicator.js';
import { DistributedError } from '../process/errors.js';
import { gatherObjects } from '../world/objects.js';

/** One line for each parameter and buffer: name, shape, dtype, whether it is trained. */
function outline(model: Module): string[] {
  const parameters = model.namedParameters().map(([name, { shape, dtype, requiresGrad }]) => {
    return `${name} ${dtype} [${shape.join(', ')}]${requiresGrad ? '' : ' (frozen)'}`;
  });
  const buffers = model.namedBuffers().map(([name, { shape, dtype }]) => {
    return `${name} ${dtype} [${shape.join(', ')}] (buffer)`;
  });
  return [...parameters, ...buffers];
}

/**
 * Compares models and `settings`. @throws DistributedError on every rank, naming the first rank
 * that differs from rank 0 and the first thing in which it does.
 */
export function checkSameModel(
  communicator: Communicator,
  call: string,
  model: Module,
  settings: readonly string[],
): void {
  const mine = [...settings, ...outline(model)];
  const all = gatherObjects(communicator, call, mine);
  const first = at(all, 0);
  for (const [rank, list] of all.entries()) {
    const longer = Math.max(first.length, list.length);
    for (let i = 0; i < longer; i++) {
      if (first[i] === list[i]) continue;
      throw new DistributedError(
        `${call}: rank ${rank} has another model than rank 0: ${list[i] ?? 'nothing more'}, ` +
          `where rank 0 has ${first[i] ?? 'nothing more'}`,
        'everywhere',
      );
    }
  }
}
