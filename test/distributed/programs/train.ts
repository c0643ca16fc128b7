/**
 * `train.ts <models> <steps> <start of files>`: trains on this rank's part of every batch; every
 * rank prints a checksum of its parameters and buffers, rank 0 writes them.
 */

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { manualSeed, nn, optim, randn, type Tensor } from 'chainrule';
import { distributed } from 'chainrule/distributed';

const [names = 'mlp', steps = '20', file] = process.argv.slice(2);
await distributed.init();
const [rank, size] = [distributed.rank(), distributed.worldSize()];

class Images extends nn.Module {
  conv = new nn.Conv2d(1, 4, 3, { padding: 1 });
  norm = size === 1 ? new nn.BatchNorm2d(4) : new distributed.SyncBatchNorm(4);
  head = new nn.Linear(4 * 36, 3);
  forward(x: Tensor): Tensor {
    return this.head.forward(this.norm.forward(this.conv.forward(x)).relu().flatten(1));
  }
}

class Sequences extends nn.Module {
  lstm = new nn.LSTM(5, 6, { batchFirst: true });
  head = new nn.Linear(6, 3);
  forward(x: Tensor): Tensor {
    return this.head.forward(this.lstm.forward(x)[0].select(1, -1));
  }
}

class Attention extends nn.Module {
  layer = new nn.TransformerEncoderLayer(8, 2, {
    dimFeedforward: 16,
    dropout: 0,
    batchFirst: true,
  });
  head = new nn.Linear(8, 3);
  forward(x: Tensor): Tensor {
    return this.head.forward(this.layer.forward(x).mean(1));
  }
}

const kinds = {
  mlp: {
    make: () => new nn.Sequential(new nn.Linear(6, 16), new nn.Tanh(), new nn.Linear(16, 3)),
    shape: [6],
  },
  cnn: { make: () => new Images(), shape: [1, 6, 6] },
  lstm: { make: () => new Sequences(), shape: [4, 5] },
  transformer: { make: () => new Attention(), shape: [4, 8] },
} as const;

function train(kind: keyof typeof kinds): void {
  manualSeed(1);
  const { make, shape } = kinds[kind];
  const net: nn.Module = make().to('float64');
  const model = new distributed.DistributedDataParallel(net, { bucketCapMb: 0.002 });
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.01 });
  manualSeed(2);
  const batch = 8;
  const inputs = randn([5 * batch, ...shape], { dtype: 'float64' });
  const targets = inputs.flatten(1).slice(1, 0, 3).argmax(1);
  const share = batch / size;
  for (let step = 0; step < Number(steps); step++) {
    const start = (step % 5) * batch + rank * share;
    const x = inputs.slice(0, start, start + share);
    const y = targets.slice(0, start, start + share);
    optimizer.zeroGrad();
    const output = model.forward(...([x] as never[])) as Tensor;
    nn.functional.crossEntropy(output, y).backward();
    optimizer.step();
  }
  const state = Object.entries(net.stateDict()).map(([name, value]) => {
    return [name, [...value.toTypedArray()]] as const;
  });
  const checksum = createHash('sha256').update(JSON.stringify(state)).digest('hex');
  console.log(`rank ${rank} ${kind}: ${checksum}`);
  if (rank === 0 && file !== undefined) {
    writeFileSync(`${file}${kind}.json`, JSON.stringify(Object.fromEntries(state)));
  }
}

for (const kind of names.split(',')) train(kind as keyof typeof kinds);
