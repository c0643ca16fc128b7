/** What `explain` says of programs that are known, and that it leaves nothing behind. */

import { inspect } from 'node:util';
import { nn, ones, optim, type Tensor, tensor } from 'chainrule';
import {
  type ExplainedNode,
  type ExplainedProgram,
  Explanation,
  explain,
  explainRun,
} from 'chainrule/explain';
import { describe, expect, it } from 'vitest';
import { runCode } from './run-code.js';

/** Values that differ from each other, and are computed. */
function values(shape: readonly number[], label = ''): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const x = tensor(Float32Array.from({ length: count }, (_, i) => Math.sin(i * 1.7))).reshape(
    shape,
  );
  x.toArray();
  if (label !== '') x.label = label;
  return x;
}

function only(programs: readonly ExplainedProgram[]): ExplainedProgram {
  const [program] = programs;
  if (program === undefined || programs.length !== 1) throw new Error('expected one program');
  return program;
}

function nodeOf({ nodes }: ExplainedProgram, op: string): ExplainedNode {
  const found = nodes.filter((node) => node.op === op);
  const [node] = found;
  if (node === undefined || found.length !== 1) throw new Error(`${found.length} nodes are ${op}`);
  return node;
}

function close(actual: ArrayLike<number> | undefined, expected: ArrayLike<number>): void {
  expect(actual?.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(actual?.[i]).toBeCloseTo(expected[i] ?? 0, 4);
}

describe('explain', () => {
  it('shows a softmax as one kernel of three stages, whose sums reach no memory', () => {
    const x = values([16, 100], 'x');
    const y = x.softmax(1);
    const program = only(explain(y).programs);
    expect(program.kernels.map(({ stages }) => stages)).toEqual([3]);
    expect(nodeOf(program, 'max').placement).toBe('fused');
    expect(nodeOf(program, 'sum').placement).toBe('fused');
    expect(nodeOf(program, 'exp')).toMatchObject({ placement: 'fused', kernels: [0] });
    expect(program.memory.temporaries).toEqual([]);
    expect(program.kernels[0]?.launches[0]?.vectorCode).toContain('load4(x, i * 100 + j + 4)');
    const arrays = runCode(program, { x: x.toTypedArray() });
    close(arrays.get('result'), y.toTypedArray());
  });

  it('shows what is made of a product as its epilogue', () => {
    const layer = new nn.Linear(32, 64);
    const model = new nn.Sequential(layer, new nn.ReLU());
    for (const parameter of model.parameters()) parameter.toArray();
    const x = values([64, 32]);
    const program = only(explain((input: Tensor) => model.forward(input), x).programs);
    expect(program.kernels).toHaveLength(1);
    expect(nodeOf(program, 'contract')).toMatchObject({ placement: 'fused', kernels: [0] });
    expect(program.kernels[0]?.launches[0]).toMatchObject({
      reads: ['input', 'weight0', 'bias0'],
      writes: ['result'],
    });
    expect(program.kernels[0]?.launches[0]?.code).toContain('// epilogue');
    const arrays = runCode(program, {
      input: x.toTypedArray(),
      weight0: layer.weight.toTypedArray(),
      bias0: layer.bias?.toTypedArray() ?? [],
    });
    close(arrays.get('result'), model.forward(x).toTypedArray());
  });

  it('shows an update of Adam as one kernel that reads four arrays and writes three', () => {
    const weight = values([5000]);
    weight.requiresGrad = true;
    weight.label = 'w';
    const optimizer = new optim.Adam([weight], { lr: 0.1 });
    const gradient = values([5000], 'g');
    const step = (): void => {
      weight.grad = gradient;
      optimizer.step();
    };
    const program = only(explain(step).programs);
    const [launch] = program.kernels[0]?.launches ?? [];
    expect(program.kernels).toHaveLength(1);
    expect([...(launch?.reads ?? [])].sort()).toEqual(['g', 'w', 'w_expAvg', 'w_expAvgSq']);
    expect(launch?.writes).toEqual(['w_expAvg_new', 'w_expAvgSq_new', 'w_new']);
  });

  it('says that a reshape which strides do not express is a copy', () => {
    const x = values([6, 8], 'x');
    const sums = x.add(1).transpose(0, 1).reshape([6, 8]).matmul(x.transpose(0, 1));
    const program = only(explain(sums).programs);
    const copied = program.nodes.find(({ why }) => why.includes('no strides'));
    expect(copied).toMatchObject({ op: 'permute', placement: 'temporary' });
    close(runCode(program, { x: x.toTypedArray() }).get('result'), sums.toTypedArray());
  });

  it('says why a costly node that is used twice is stored, and a cheap one is not', () => {
    const x = values([40, 50], 'x');
    const [costly, cheap] = [x.exp(), x.add(1)];
    cheap.label = 'cheap';
    const both = costly.sum(0).sum().add(costly.sum(1).sum());
    const others = cheap.sum(0).sum().add(cheap.sum(1).sum());
    const program = only(explain(() => [both, others]).programs);
    expect(nodeOf(program, 'exp').why).toBe('used 2 times, costly to redo');
    const first = program.nodes.find(({ label }) => label === 'cheap');
    expect(first).toMatchObject({
      placement: 'inlined',
      why: 'cheap to compute again in 2 kernels',
    });
  });

  it('runs nothing and changes nothing', () => {
    const model = new nn.Linear(3, 2);
    const optimizer = new optim.Adam(model.parameters());
    const x = values([4, 3]);
    const before = model.weight.toArray();
    const node = model.weight.node;
    const step = (input: Tensor): Tensor => {
      optimizer.zeroGrad();
      const loss = nn.functional.dropout(model.forward(input)).square().sum();
      loss.backward();
      optimizer.step();
      return loss;
    };
    const [first, second] = [String(explain(step, x)), String(explain(step, x))];
    expect(second).toBe(first);
    expect(model.weight.node).toBe(node);
    expect(model.weight.toArray()).toEqual(before);
    expect(model.weight.grad).toBe(null);
    expect(optimizer.stateDict().state).toEqual({});
    const pending = x.add(1);
    explain(pending);
    expect(pending.node.value).toBe(null);
  });

  it('keeps a gradient that a function clears, and what waits', () => {
    const w = tensor([1, 2], { requiresGrad: true });
    w.square().sum().backward();
    const v = tensor([1, 2]);
    v.assign(v.mul(2));
    explain(() => {
      w.zeroGrad();
      w.pow(3).sum().backward();
      v.assign(v.mul(5));
      return w.grad;
    });
    expect(w.grad?.toArray()).toEqual([2, 4]);
    expect(v.toArray()).toEqual([2, 4]);
  });

  it('says so when there is nothing to compute', () => {
    const x = ones([2]);
    x.toArray();
    expect(explain(x)).toBeInstanceOf(Explanation);
    expect(inspect(explain(x))).toBe(String(explain(x)));
    expect(String(explain(x))).toBe('the tensor has its value: nothing is left to compute');
    expect(explain(() => 3).notes).toEqual(['nothing is left to compute']);
  });

  it('explains what has run once for all its runs, with measured times', () => {
    const x = values([30, 40]);
    const step = (): number => x.exp().sum().item();
    step();
    const { value, profile, explanation } = explainRun(() => [step(), step(), step()]);
    const program = only(explanation.programs);
    expect(value).toEqual([step(), step(), step()]);
    expect(program.runs).toBe(3);
    const total = program.kernels.reduce((sum, { milliseconds }) => sum + (milliseconds ?? 0), 0);
    expect(total).toBeCloseTo(profile.runs.reduce((sum, run) => sum + run.milliseconds, 0));
    expect(String(explanation)).toContain('measured');
  });

  it('says that a large graph runs piece by piece at first', () => {
    let y = values([4]);
    for (let i = 0; i < 120; i++) y = y.sin();
    expect(explain(y).notes).toEqual([expect.stringContaining('piece by piece')]);
  });

  it('writes random numbers in a text that can be read', () => {
    const program = only(explain(nn.functional.dropout(values([100]), { p: 0.5 })).programs);
    expect(program.kernels[0]?.launches[0]?.code).toContain('random(');
    expect(program.kernels[0]?.launches[0]?.vectorCode.length).toBeLessThan(40_000);
  });

  it('refuses what it cannot explain, with the way out', () => {
    const model: unknown = new nn.Linear(2, 2);
    expect(() => Reflect.apply(explain, null, [model])).toThrow(
      'explain((x) => model.forward(x), x)',
    );
    const x = values([2]);
    expect(() => explain(() => x.add(1).sum().item())).toThrow('Return the tensor');
    expect(x.add(1).toArray()).toHaveLength(2);
  });
});
