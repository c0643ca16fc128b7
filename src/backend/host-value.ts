/** Reads a value to the host from whichever device has it. */

import { internal } from '../errors.js';
import type { StorageArray } from '../graph/dtype.js';
import { staleError } from '../graph/stale.js';
import type { Storage } from '../graph/storage.js';

/**
 * The value of a storage, not to be written to. `call` is for messages.
 * @throws StaleTensorError when it is gone; ValueError where its device cannot answer at once
 */
export function hostValue(storage: Storage, call: string): StorageArray {
  if (storage.host !== null && storage.stale === null) return storage.host;
  return storage.home === null ? missing(storage, call) : storage.home.read(storage, call);
}

/** The same on every device, when it has come that far. */
export async function hostValueLater(storage: Storage, call: string): Promise<StorageArray> {
  if (storage.host !== null && storage.stale === null) return storage.host;
  return storage.home === null ? missing(storage, call) : storage.home.readLater(storage, call);
}

function missing({ stale }: Storage, call: string): never {
  throw stale === null ? internal('a storage without a value') : staleError(call, stale.name());
}
