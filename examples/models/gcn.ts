/**
 * A graph convolutional network: nodes learn from their neighbours what class they are of, though
 * few are labelled. Source: Kipf and Welling, 2017 (https://github.com/tkipf/pygcn)
 * Run: npx tsx examples/models/gcn.ts (two groups of friends)
 */

import { fileURLToPath } from 'node:url';
import { eye, manualSeed, nn, noGrad, optim, rand, type Tensor, tensor, zeros } from 'chainrule';

const F = nn.functional;

class GraphConvolution extends nn.Module {
  readonly linear: nn.Linear;
  readonly bias: nn.Parameter;

  constructor(from: number, to: number) {
    super();
    this.linear = new nn.Linear(from, to, { bias: false });
    this.bias = new nn.Parameter(zeros([to]));
  }

  forward(x: Tensor, adj: Tensor): Tensor {
    return adj.matmul(this.linear.forward(x)).add(this.bias);
  }
}

/** Features `[nodes, features]` and an adjacency `[nodes, nodes]` to log probabilities. */
export class GCN extends nn.Module {
  readonly gc1: GraphConvolution;
  readonly gc2: GraphConvolution;

  constructor(features: number, hidden: number, classes: number) {
    super();
    this.gc1 = new GraphConvolution(features, hidden);
    this.gc2 = new GraphConvolution(hidden, classes);
  }

  forward(x: Tensor, adj: Tensor): Tensor {
    return F.logSoftmax(this.gc2.forward(F.relu(this.gc1.forward(x, adj)), adj), 1);
  }
}

/** Edges in both directions and to itself, each row divided by its sum. */
export function normalizedAdjacency(nodes: number, from: Tensor, to: Tensor): Tensor {
  const one = tensor(1);
  const adjacency = eye(nodes).indexPut([from, to], one).indexPut([to, from], one);
  return adjacency.div(adjacency.sum(1, true));
}

/** One step on all nodes, with the loss over the first that are labelled; returns the loss. */
export function trainStep(
  model: GCN,
  optimizer: optim.Adam,
  x: Tensor,
  adj: Tensor,
  labels: Tensor,
): Tensor {
  optimizer.zeroGrad();
  const loss = F.nllLoss(model.forward(x, adj).narrow(0, 0, labels.numel), labels);
  loss.backward();
  optimizer.step();
  return loss;
}

function main(): void {
  manualSeed(0);
  // Even and odd nodes; friends are mostly of one kind. Only the first six are labelled.
  const nodes = 60;
  const truth = tensor(
    Array.from({ length: nodes }, (_, i) => i % 2),
    { dtype: 'int32' },
  );
  const chance = truth.unsqueeze(1).eq(truth).float().mul(0.18).add(0.02);
  const [from, to] = rand([nodes, nodes]).lt(chance).nonzero().unbind(1) as [Tensor, Tensor];
  const adj = normalizedAdjacency(nodes, from, to);
  const x = eye(nodes);
  const model = new GCN(nodes, 16, 2);
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.01, weightDecay: 5e-4 });
  for (let i = 0; i <= 200; i++) {
    const loss = trainStep(model, optimizer, x, adj, truth.narrow(0, 0, 6));
    if (i % 50 === 0) console.log(`step ${i}: loss ${loss.item().toFixed(4)}`);
  }
  const found = noGrad(() => model.forward(x, adj).argmax(1));
  console.log(`accuracy ${found.eq(truth).float().mean().item().toFixed(3)} of all ${nodes} nodes`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
