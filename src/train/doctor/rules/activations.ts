/** Activations that have stopped to work: dead ReLUs, and curves on their flat parts. */

import type { Node } from '../watch/forward-watch.js';
import { detachedTensor } from '../watch/graph.js';
import { isRecurrent } from '../watch/layer-kinds.js';
import { type Rule, type Sample, Streaks } from '../watch/sample.js';

/** Share of dead units in a layer, and of flat values, that is more than a few. */
const MOST = 0.5;
/**
 * From here on tanh is flat: its slope is below 0.06. Glorot and Bengio, "Understanding the
 * difficulty of training deep feedforward neural networks", 2010, watch the same; 0.97 is
 * Karpathy's.
 */
const FLAT_TANH = 0.97;
/** The same place of a sigmoid, which is (1 + tanh(x / 2)) / 2. */
const FLAT_SIGMOID = (1 + FLAT_TANH) / 2;
/** Samples of a unit that have to be zero: few are zero together by chance. */
const FEWEST_VALUES = 16;
/** Ops between a gate and what it opens. */
const VIEWS: ReadonlySet<string> = new Set(['expand', 'reshape', 'slice', 'permute', 'alias']);
/** Looks in a row, since a batch may be odd. */
const LOOKS = 3;

/**
 * The nodes that a product with weights is computed from later on, so not those of the last layer.
 */
function feedingProducts(nodes: readonly Node[]): ReadonlySet<Node> {
  const feeding = new Set<Node>();
  for (const node of nodes.toReversed()) {
    const isFeeding = node.op === 'contract' || feeding.has(node);
    for (const input of node.inputs) if (isFeeding) feeding.add(input);
  }
  return feeding;
}

/** What an activation is called: the module that computes it. */
function named({ makers }: Sample, nodes: readonly Node[]): { node: Node; name: string }[] {
  return nodes.flatMap((node, i) => {
    const call = makers.get(node);
    if (call === undefined) return [];
    // A forward that applies several itself.
    return { node, name: call.name === '' ? `activation ${i + 1}` : call.name };
  });
}

/** The dims of a batch of activations that are no unit: images have channels second. */
function otherDims(ndim: number): number[] {
  const unit = ndim === 4 ? 1 : ndim - 1;
  return Array.from({ length: ndim }, (_, d) => d).filter((d) => d !== unit);
}

/** Units that no sample of the batch wakes. */
export function deadRelu(): Rule {
  const streaks = new Streaks();
  return {
    codes: ['dead-relu'],
    look: (sample, report) => {
      const relus = named(
        sample,
        sample.nodes.filter(({ op, shape }) => op === 'relu' && shape.length >= 2),
      ).filter(({ node: { shape } }) => {
        const dims = otherDims(shape.length);
        return dims.reduce((n, d) => n * (shape[d] ?? 1), 1) >= FEWEST_VALUES;
      });
      const ask = relus.map(({ node }) =>
        detachedTensor(node).gt(0).sum(otherDims(node.shape.length)).eq(0).to('float32').mean(),
      );
      return {
        ask,
        judge: (answers) => {
          relus.forEach(({ name }, i) => {
            const share = answers[i]?.[0] ?? 0;
            if (streaks.note(name, share > MOST) < LOOKS) return;
            const detail = `${Math.round(100 * share)} % of the units of ${name}`;
            report('dead-relu', detail, { module: name });
          });
        },
      };
    },
  };
}

/** Sigmoids that something is multiplied by: a gate is meant to be open or shut. */
function gatesOf(nodes: readonly Node[]): ReadonlySet<Node> {
  const gates = new Set<Node>();
  for (const node of nodes.toReversed()) {
    const isGate = node.op === 'mul' || (VIEWS.has(node.op) && gates.has(node));
    for (const input of node.inputs) if (isGate) gates.add(input);
  }
  return gates;
}

/** Whether saturation of this node is a fault. */
function isJudged(sample: Sample, node: Node, gates: ReadonlySet<Node>): boolean {
  const module = sample.makers.get(node)?.module;
  if (module === undefined || isRecurrent(module)) return false;
  return node.op === 'tanh' || !gates.has(node);
}

/** Hidden tanh and sigmoid units near their ends. */
export function saturatedActivation(): Rule {
  const streaks = new Streaks();
  return {
    codes: ['saturated-activation'],
    look: (sample, report) => {
      const feeding = feedingProducts(sample.nodes);
      const gates = gatesOf(sample.nodes);
      const curves = named(
        sample,
        sample.nodes.filter(
          (node) =>
            (node.op === 'tanh' || node.op === 'sigmoid') &&
            feeding.has(node) &&
            isJudged(sample, node, gates),
        ),
      );
      const ask = curves.map(({ node }) => {
        const y = detachedTensor(node);
        const edge =
          node.op === 'tanh'
            ? y.abs().gt(FLAT_TANH)
            : y
                .sub(0.5)
                .abs()
                .gt(FLAT_SIGMOID - 0.5);
        return edge.to('float32').mean();
      });
      return {
        ask,
        judge: (answers) => {
          curves.forEach(({ node, name }, i) => {
            const share = answers[i]?.[0] ?? 0;
            if (streaks.note(name, share > MOST) < LOOKS) return;
            const detail = `${Math.round(100 * share)} % of the values of ${name} (${node.op})`;
            report('saturated-activation', detail, { module: name });
          });
        },
      };
    },
  };
}
