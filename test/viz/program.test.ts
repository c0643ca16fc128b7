/** The pictures of programs: frames, arrows, and what is drawn of large ones. */

import { nn, optim, type Tensor, tensor } from 'chainrule';
import { explain } from 'chainrule/explain';
import { drawProgram } from 'chainrule/viz';
import { describe, expect, it } from 'vitest';

function values(shape: readonly number[], label = ''): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const x = tensor(Float32Array.from({ length: count }, (_, i) => Math.cos(i))).reshape(shape);
  x.toArray();
  if (label !== '') x.label = label;
  return x;
}

/** Arrows of a DOT text, with whether each is bold. */
function arrows(dot: string): { readonly way: string; readonly isBold: boolean }[] {
  return Array.from(dot.matchAll(/(\w+ -> \w+) \[penwidth=([\d.]+)/g), ([, way = '', width]) => {
    return { way, isBold: Number(width) > 2 };
  });
}

describe('drawProgram', () => {
  it('frames the nodes of a kernel, with bold arrows for what is read from memory only', async () => {
    const picture = drawProgram(explain(values([4, 8], 'x').softmax(1)), { title: 'softmax' });
    const dot = picture.source();
    expect(dot.match(/subgraph cluster_/g)).toHaveLength(1);
    expect(dot).toContain('3 stages');
    const all = arrows(dot);
    expect(all.filter(({ isBold }) => isBold).map(({ way }) => way)).toEqual([
      'n0 -> n2',
      'n0 -> n5',
    ]);
    expect(all).toHaveLength(8);
    expect(await picture.toSVG()).toContain('<svg');
  });

  it('draws a training step kernel by kernel, with the arrays that they hand to each other', () => {
    const model = new nn.Sequential(new nn.Linear(8, 16), new nn.ReLU(), new nn.Linear(16, 4));
    const optimizer = new optim.Adam(model.parameters());
    const step = (x: Tensor, y: Tensor): Tensor => {
      optimizer.zeroGrad();
      const loss = nn.functional.mseLoss(model.forward(x), y);
      loss.backward();
      optimizer.step();
      return loss;
    };
    const explanation = explain(step, values([6, 8]), values([6, 4]));
    const dot = drawProgram(explanation, { theme: 'dark' }).source();
    expect(dot).not.toContain('subgraph');
    for (const { index } of explanation.programs[0]?.kernels ?? []) {
      expect(dot).toContain(`kernel ${index}`);
    }
    expect(dot).toContain('label="weight0_grad"');
    expect(dot).toContain('weight0_expAvg_new');
  });

  it('says which programs there are', () => {
    const x = values([2]);
    expect(() => drawProgram(explain(x))).toThrow('the explanation has 0 programs');
    const wrong: unknown = { detail: 'all' };
    expect(() => Reflect.apply(drawProgram, null, [explain(x.exp()), wrong])).toThrow(
      "detail must be 'nodes' or 'kernels'",
    );
  });
});
