/** What needs no second process: samplers, streams, the tables of MPI, and one rank. */

import { arange, manualSeed, nn, optim, randn, type Tensor, tensor } from 'chainrule';
import { DataLoader, TensorDataset } from 'chainrule/data';
import { distributed, SyncBatchNorm } from 'chainrule/distributed';
import { describe, expect, it } from 'vitest';
import { abiOf } from '../../src/distributed/mpi/abi.js';
import { candidates } from '../../src/distributed/mpi/library.js';

it('says to call init first', async () => {
  expect(distributed.isInitialized()).toBe(false);
  expect(() => distributed.rank()).toThrow('distributed.rank: call await distributed.init() first');
  await distributed.init();
  expect(distributed.isInitialized()).toBe(true);
  expect([distributed.rank(), distributed.worldSize(), distributed.localRank()]).toEqual([0, 1, 0]);
});

describe('DistributedSampler', () => {
  const data = new TensorDataset(arange(10));
  const parts = (options: distributed.DistributedSamplerOptions, epoch = 0) =>
    [0, 1, 2, 3].map((rank) => [
      ...new distributed.DistributedSampler(data, { numReplicas: 4, rank, ...options }).draw(epoch),
    ]);

  // PyTorch 1.13: list(DistributedSampler(range(10), 4, rank, shuffle=False, drop_last=...))
  it('deals as PyTorch does', () => {
    expect(parts({ shuffle: false })).toEqual([
      [0, 4, 8],
      [1, 5, 9],
      [2, 6, 0],
      [3, 7, 1],
    ]);
    expect(parts({ shuffle: false, dropLast: true })).toEqual([
      [0, 4],
      [1, 5],
      [2, 6],
      [3, 7],
    ]);
  });

  it('gives every sample once without padding', () => {
    const all = parts({ padding: false });
    expect(all.map(({ length }) => length)).toEqual([3, 3, 2, 2]);
    expect(all.flat().sort((a, b) => a - b)).toEqual(arange(10).toArray());
  });

  it('derives its orders from the seed and the epoch, the same on all ranks', () => {
    const [first, again, next, other] = [parts({}), parts({}), parts({}, 1), parts({ seed: 1 })];
    expect(again).toEqual(first);
    expect(next).not.toEqual(first);
    expect(other).not.toEqual(first);
    expect(new Set(first.flat()).size).toBe(10);
    const sampler = new distributed.DistributedSampler(data, { numReplicas: 4, rank: 1 });
    sampler.setEpoch(1);
    expect([...sampler.draw(0)]).toEqual(next[1]);
    const loader = new DataLoader(data, { batchSize: 2, sampler });
    expect([...loader].map(([x]) => x.shape)).toEqual([[2], [1]]);
  });

  it('refuses what is out of range', () => {
    expect(() => parts({ numReplicas: 0 })).toThrow('numReplicas must be 1 or more, got 0');
    expect(() => parts({ rank: 4 })).toThrow('rank must be from 0 to 3, got 4');
  });
});

it('one rank gets the whole stream', () => {
  const samples: [Tensor][] = [[tensor(1)], [tensor(2)], [tensor(3)]];
  const stream = distributed.shard(samples);
  expect([...new DataLoader(stream, { batchSize: 2 })].map(([x]) => x.toArray())).toEqual([
    [1, 2],
    [3],
  ]);
});

it('one rank trains with the bits of a model that is not wrapped', async () => {
  await distributed.init();
  const train = (isWrapped: boolean): ArrayLike<number>[] => {
    manualSeed(3);
    const net = new nn.Sequential(new nn.Linear(4, 8), new nn.Dropout(0.3), new nn.Linear(8, 2));
    const model = isWrapped ? new distributed.DistributedDataParallel(net) : net;
    const optimizer = new optim.Adam(net.parameters());
    for (let step = 0; step < 5; step++) {
      optimizer.zeroGrad();
      model
        .forward(randn([6, 4]))
        .square()
        .mean()
        .backward();
      optimizer.step();
    }
    return net.parameters().map((parameter) => parameter.toTypedArray());
  };
  expect(train(true)).toEqual(train(false));
});

it('SyncBatchNorm of one rank is BatchNorm', async () => {
  await distributed.init();
  const x = randn([5, 3, 4, 4]);
  const [norm, sync] = [new nn.BatchNorm2d(3), new SyncBatchNorm(3)];
  const outputs = [norm, sync].map((layer) => layer.forward(x).toTypedArray());
  expect(outputs[1]).toEqual(expect.objectContaining({ length: 240 }));
  outputs[0]?.forEach((value, i) => expect(outputs[1]?.[i]).toBeCloseTo(value, 5));
  expect(Object.keys(sync.stateDict())).toEqual(Object.keys(norm.stateDict()));
  sync.runningVar?.toTypedArray().forEach((value, i) => {
    expect(value).toBeCloseTo(norm.runningVar?.toTypedArray()[i] ?? Number.NaN, 5);
  });
});

describe('MPI libraries', () => {
  it.each([
    ['libmpi.so.40', 'Open MPI v4.1.4, package: Debian OpenMPI', 'Open MPI'],
    ['libmpich.so.12', 'MPICH Version: 4.0.2', 'MPICH'],
    ['libmpi.so.12', 'Intel(R) MPI Library 2021.11 for Linux* OS', 'MPICH'],
    ['libmpi_cray.so.12', 'MPI VERSION : CRAY MPICH version 8.1.28', 'MPICH'],
    ['libmpi_abi.so.0', 'MPICH Version: 5.0.0', 'the standard ABI'],
  ])('%s that says %j has the interface of %s', (file, version, name) => {
    expect(abiOf(file, version)?.name).toBe(name);
  });

  it('knows that it does not know others', () => {
    expect(abiOf('libmpi.so', 'HP MPI 2.3')).toBeNull();
  });

  it('tries the library of the launcher first, and what the user names alone', () => {
    expect(candidates({ OMPI_COMM_WORLD_SIZE: '2' })[0]).toBe('libmpi.so.40');
    expect(candidates({ PMI_SIZE: '2' })[0]).toBe('libmpich.so.12');
    expect(candidates({ CHAINRULE_MPI: '/opt/mpi.so', PMI_SIZE: '2' })).toEqual(['/opt/mpi.so']);
  });
});

it('convertSyncBatchnorm replaces what is in properties, lists and containers', async () => {
  await distributed.init();
  class Net extends nn.Module {
    norm = new nn.BatchNorm1d(2);
    list = [new nn.BatchNorm1d(2)];
    body = new nn.Sequential(new nn.Linear(2, 2), new nn.BatchNorm1d(2));
    forward(x: Tensor): Tensor {
      return this.body.forward(this.norm.forward(x));
    }
  }
  const net = new Net();
  const before = Object.keys(net.stateDict());
  const weights = net.parameters();
  SyncBatchNorm.convertSyncBatchnorm(net);
  const kinds = net.modules().map((module) => module.constructor.name);
  expect(kinds.filter((name) => name === 'SyncBatchNorm')).toHaveLength(3);
  expect(kinds).not.toContain('BatchNorm1d');
  expect(Object.keys(net.stateDict())).toEqual(before);
  expect(net.parameters().map((parameter, i) => parameter === weights[i])).not.toContain(false);
  expect(net.forward(randn([4, 2])).shape).toEqual([4, 2]);
});
