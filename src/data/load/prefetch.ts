/** Makes batches ahead of the loop that uses them. */

/**
 * What `make` gives for each of `requests`, in their order, with up to `ahead` of them under way
 * while the loop is busy with another.
 */
export async function* prefetched<Request, Result>(
  requests: Iterable<Request>,
  make: (request: Request) => Promise<Result>,
  ahead: number,
): AsyncGenerator<Result, void, undefined> {
  const waiting: Promise<Result>[] = [];
  const source = requests[Symbol.iterator]();
  const fill = (): void => {
    while (waiting.length <= ahead) {
      const { value, done } = source.next();
      if (done === true) return;
      const promise = make(value);
      // An error of a batch ahead is reported when its turn comes, not as an unhandled one.
      promise.catch(() => undefined);
      waiting.push(promise);
    }
  };
  try {
    for (fill(); waiting.length > 0; fill()) {
      const next = await waiting.shift();
      if (next !== undefined) yield next;
    }
  } finally {
    source.return?.();
  }
}
