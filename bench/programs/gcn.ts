/**
 * A graph convolutional network of two layers on a graph as large as Cora, its adjacency dense.
 * Source: https://github.com/tkipf/pygcn
 */

import { nn, optim } from 'chainrule';
import { GCN, normalizedAdjacency } from '../../examples/models/gcn.js';
import { initialise, integers, uniform } from './generator.js';
import type { Program } from './program.js';

const [nodes, edges, features, hidden, classes] = [2708, 5429, 1433, 16, 7];

/** A training step: all nodes at once, loss over the first 140, Adam with weight decay. */
export const gcn: Program = (wrap) => {
  const model = initialise(new GCN(features, hidden, classes), 'gcn.');
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.01, weightDecay: 5e-4 });
  const adj = normalizedAdjacency(
    nodes,
    integers('from', [edges], nodes),
    integers('to', [edges], nodes),
  );
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
