/**
 * A graph convolutional network of two layers on a graph as large as Cora, its adjacency dense.
 * Source: https://github.com/tkipf/pygcn
 */

import { nn, optim, type Tensor, tensor } from 'chainrule';
import { initialise, integers, uniform, wholes } from './generator.js';
import type { Program } from './program.js';

const [nodes, edges, features, hidden, classes] = [2708, 5429, 1433, 16, 7];

class GraphConvolution extends nn.Module {
  readonly linear: nn.Linear;
  readonly bias: nn.Parameter;

  constructor(from: number, to: number) {
    super();
    this.linear = new nn.Linear(from, to, { bias: false });
    this.bias = new nn.Parameter(tensor(new Float32Array(to)));
  }

  forward(x: Tensor, adj: Tensor): Tensor {
    return adj.matmul(this.linear.forward(x)).add(this.bias);
  }
}

class GCN extends nn.Module {
  readonly gc1: GraphConvolution = new GraphConvolution(features, hidden);
  readonly gc2: GraphConvolution = new GraphConvolution(hidden, classes);

  forward(x: Tensor, adj: Tensor): Tensor {
    return this.gc2.forward(this.gc1.forward(x, adj).relu(), adj).logSoftmax(1);
  }
}

/** Edges in both directions and to itself, each row divided by its sum. */
function normalizedAdjacency(): Tensor {
  const matrix = new Float32Array(nodes * nodes);
  const [from, to] = [wholes('from', edges, nodes), wholes('to', edges, nodes)];
  for (let i = 0; i < nodes; i++) matrix[i * nodes + i] = 1;
  for (const [i, a] of from.entries()) {
    const b = to[i] ?? 0;
    matrix[a * nodes + b] = 1;
    matrix[b * nodes + a] = 1;
  }
  const adjacency = tensor(matrix, { shape: [nodes, nodes] });
  return adjacency.div(adjacency.sum(1, true));
}

/** A training step: all nodes at once, loss over the first 140, Adam with weight decay. */
export const gcn: Program = (wrap) => {
  const model = initialise(new GCN(), 'gcn.');
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.01, weightDecay: 5e-4 });
  const adj = normalizedAdjacency();
  const x = uniform('features', [nodes, features], 0, 1 / features);
  const labels = integers('labels', [nodes], classes);
  const step = wrap(() => {
    optimizer.zeroGrad();
    const output = model.forward(x, adj);
    const loss = nn.functional.nllLoss(output.slice(0, 0, 140), labels.slice(0, 0, 140));
    loss.backward();
    optimizer.step();
    return loss;
  });
  return () => step();
};
