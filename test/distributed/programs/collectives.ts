/** Every collective once, with what it must give; prints one line per rank. */

import { deepStrictEqual, throws } from 'node:assert';
import { createHash } from 'node:crypto';
import { arange, full, nn, type Tensor, tensor, zeros } from 'chainrule';
import { DistributedError, distributed } from 'chainrule/distributed';
import { currentWorld } from '../../../src/distributed/world/world.js';
import { allocate } from '../../../src/graph/dtype.js';

await distributed.init({ deterministic: process.argv[2] === 'deterministic' });
const rank = distributed.rank();
const size = distributed.worldSize();
// With UCX's memory hooks on, one process in twenty crashed.
if (size > 1) deepStrictEqual(process.env.UCX_MEM_EVENTS, 'n');
const total = (size * (size + 1)) / 2;
const all = Array.from({ length: size }, (_, r) => r);

for (const dtype of ['float32', 'float64', 'int32'] as const) {
  for (const length of [1, 3, 140_000]) {
    const mine = full([length], rank + 1, { dtype });
    const sum = distributed.allReduce(mine);
    deepStrictEqual([sum.dtype, sum.shape], [dtype, [length]]);
    deepStrictEqual(new Set(sum.toTypedArray()), new Set([total]));
    deepStrictEqual(new Set(mine.toTypedArray()), new Set([rank + 1]));
    deepStrictEqual(distributed.allReduce(mine, { op: 'max' }).toTypedArray()[length - 1], size);
    deepStrictEqual(distributed.allReduce(mine, { op: 'min' }).toTypedArray()[0], 1);
    const gathered = distributed.allGather(mine);
    deepStrictEqual(
      gathered.map((x) => x.toTypedArray()[length - 1]),
      all.map((r) => r + 1),
    );
    const sent = distributed.broadcast(mine, size - 1);
    deepStrictEqual(sent.toTypedArray()[length - 1], size);
    const scattered = distributed.reduceScatter(
      all.map((r) => full([length], r + rank, { dtype })),
    );
    deepStrictEqual(scattered.toTypedArray()[0], rank * size + total - size);
    const at0 = distributed.gather(mine, 0);
    deepStrictEqual(
      at0?.map((x) => x.toTypedArray()[0]) ?? null,
      rank === 0 ? all.map((r) => r + 1) : null,
    );
    const part = distributed.scatter(
      rank === 0 ? all.map((r) => full([length], r * 10, { dtype })) : null,
      0,
    );
    deepStrictEqual(part.toTypedArray()[0], rank * 10);
  }
}
const flags = tensor([true, rank === 0, false]);
deepStrictEqual(distributed.allReduce(flags, { op: 'max' }).toArray(), [true, true, false]);
deepStrictEqual(distributed.allReduce(flags, { op: 'min' }).toArray(), [true, size === 1, false]);
deepStrictEqual(distributed.allReduce(tensor([rank + 1]), { op: 'mean' }).toArray(), [
  total / size,
]);
deepStrictEqual(distributed.allReduce(tensor(2), { op: 'product' }).item(), 2 ** size);
throws(
  () => distributed.allReduce(tensor([1], { dtype: 'int32' }), { op: 'mean' }),
  /mean needs float/,
);
if (size > 1) {
  if (rank === 0)
    for (const to of all.slice(1)) distributed.send(arange(6).reshape([2, 3]).add(to), to);
  else deepStrictEqual(distributed.recv(0).sum().item(), 15 + 6 * rank);
  throws(
    () => distributed.allReduce(full([rank + 1], 1)),
    (error: Error) =>
      error instanceof DistributedError &&
      /rank 0: allReduce \(sum\) of float32 \[1\]; rank 1: .*\[2\]/.test(error.message),
  );
}
deepStrictEqual(
  distributed.allGatherObject({ rank }),
  all.map((r) => ({ rank: r })),
);
deepStrictEqual(distributed.broadcastObject(rank === 0 ? 'zero' : 'other', 0), 'zero');
distributed.barrier();
// What large values take over a network: one chunk, several, and parts that are empty.
const { communicator } = currentWorld('collectives');
for (const dtype of ['float32', 'float64', 'int32'] as const) {
  for (const length of [1, 5, 40_000, 300_007]) {
    const expected = allocate(dtype, length);
    const data = allocate(dtype, length);
    for (let i = 0; i < length; i++) {
      data[i] = (rank + 1) * (i % 1000);
      expected[i] = total * (i % 1000);
    }
    const largest = data.slice();
    communicator.startRing(data, dtype, 'sum').finish();
    if (size > 1) deepStrictEqual(data, expected);
    communicator.startRing(largest, dtype, 'max').finish();
    deepStrictEqual(largest[length - 1], size * ((length - 1) % 1000));
  }
}
const odd = Float32Array.from({ length: 70_000 }, (_, i) => Math.sin(i * (rank + 1)));
communicator.startRing(odd, 'float32', 'sum').finish();
const bits = createHash('sha256').update(odd).digest('hex');
deepStrictEqual(
  distributed.allGatherObject(bits),
  all.map(() => bits),
);
// A gradient that is an input, and of two parameters at once, large enough to be reduced by itself.
class Products extends nn.Module {
  readonly a = new nn.Parameter(zeros([140_000]));
  readonly b = new nn.Parameter(zeros([140_000]));
  readonly c = new nn.Parameter(zeros([3]));

  override forward(x: Tensor): Tensor {
    return this.a.mul(x).sum().add(this.b.mul(x).sum()).add(this.c.sum());
  }
}
const products = new distributed.DistributedDataParallel(new Products());
const input = full([140_000], rank + 1).mul(arange(140_000).remainder(8));
input.toTypedArray();
for (let step = 0; step < 4; step++) {
  products.zeroGrad();
  products.forward(input).backward();
  const { a, b, c } = products.module;
  for (const place of [1, 7, 139_999]) {
    for (const { grad } of [a, b])
      deepStrictEqual(grad?.at(place).item(), (total / size) * (place % 8));
    deepStrictEqual(input.at(place).item(), (rank + 1) * (place % 8));
  }
  deepStrictEqual(c.grad?.toArray(), [1, 1, 1]);
}
console.log(`rank ${rank} of ${size}: fine`);
