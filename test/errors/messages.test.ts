/** The exact texts of the commonest mistakes: the op, the shapes or values, and the likely fix. */

import {
  arange,
  cat,
  grad,
  gradcheck,
  manualSeed,
  nn,
  optim,
  rand,
  randint,
  stack,
  type Tensor,
  tensor,
  where,
  zeros,
} from 'chainrule';
import { expect, test } from 'vitest';

const index = tensor([0, 1], { dtype: 'int32' });

function leaf(): Tensor {
  return zeros([2], { requiresGrad: true });
}

function switchOff(x: Tensor): void {
  x.requiresGrad = false;
}

function setRate(optimizer: optim.SGD, lr: number): void {
  optimizer.lr = lr;
}

/** What TypeScript would refuse, as plain JavaScript passes it. */
function untyped(value: unknown): never {
  return value as never;
}

/** Name and message of what `fn` throws. */
function errorOf(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    if (error instanceof Error) return `${error.name}: ${error.message}`;
  }
  return 'no error';
}

test('shapes of products', () => {
  expect(errorOf(() => zeros([2, 3]).matmul(zeros([4, 3])))).toMatchInlineSnapshot(
    `"ShapeError: matmul: inner sizes differ, [2, 3] @ [4, 3] (3 and 4). Did you mean b.transpose(-2, -1)? It gives [2, 4]"`,
  );
  expect(errorOf(() => zeros([3, 2]).matmul(zeros([3, 4])))).toMatchInlineSnapshot(
    `"ShapeError: matmul: inner sizes differ, [3, 2] @ [3, 4] (2 and 3). Did you mean a.transpose(-2, -1)? It gives [2, 4]"`,
  );
  expect(errorOf(() => zeros([2, 3]).matmul(zeros([5, 7])))).toMatchInlineSnapshot(
    `"ShapeError: matmul: inner sizes differ, [2, 3] @ [5, 7] (3 and 5)"`,
  );
  expect(errorOf(() => zeros([2, 3]).matmul(zeros([])))).toMatchInlineSnapshot(
    `"ShapeError: matmul: needs tensors of at least one dim, got [2, 3] and []. To scale by a number, use mul()"`,
  );
  expect(errorOf(() => zeros([5, 2, 3]).matmul(zeros([4, 3, 2])))).toMatchInlineSnapshot(
    `"ShapeError: matmul: shapes [5] and [4] do not broadcast: dim -1 has sizes 5 and 4, which must be equal, or one of them 1"`,
  );
  expect(errorOf(() => zeros([5, 2, 3]).matmul(zeros([4, 2, 3])))).toMatchInlineSnapshot(
    `"ShapeError: matmul: inner sizes differ, [5, 2, 3] @ [4, 2, 3] (3 and 2)"`,
  );
  expect(errorOf(() => new nn.Linear(3, 4).forward(zeros([2, 5])))).toMatchInlineSnapshot(
    `"ShapeError: Linear(3, 4): the last dim of the input [2, 5] must be 3, it is 5. Make it new Linear(5, 4), or change the input."`,
  );
  expect(errorOf(() => new nn.Conv2d(3, 4, 3).forward(zeros([1, 1, 8, 8])))).toMatchInlineSnapshot(
    `"ShapeError: conv2d: the input [1, 1, 8, 8] has 1 channels in dim 1, the weight [4, 3, 3, 3] takes 3. Change the layer's first argument to 1, or the input."`,
  );
});

test('shapes that broadcast', () => {
  expect(errorOf(() => zeros([2, 3]).add(zeros([4, 3])))).toMatchInlineSnapshot(
    `"ShapeError: add: shapes [2, 3] and [4, 3] do not broadcast: dim -2 has sizes 2 and 4, which must be equal, or one of them 1"`,
  );
  expect(errorOf(() => where(zeros([2]).gt(0), zeros([3]), 0))).toMatchInlineSnapshot(
    `"ShapeError: where: shapes [2] and [3] do not broadcast: dim -1 has sizes 2 and 3, which must be equal, or one of them 1"`,
  );
  expect(errorOf(() => zeros([2, 3]).expand([4, 3]))).toMatchInlineSnapshot(
    `"ShapeError: expand: [2, 3] does not expand to [4, 3]: only dims of size 1 repeat"`,
  );
  expect(errorOf(() => zeros([2, 3]).reshape([4]))).toMatchInlineSnapshot(
    `"ShapeError: reshape: [2, 3] has 6 elements, [4] has 4"`,
  );
  expect(errorOf(() => zeros([2, 3]).reshape([-1, 4]))).toMatchInlineSnapshot(
    `"ShapeError: reshape: no size for -1 makes [-1, 4] hold the 6 elements of [2, 3]"`,
  );
  expect(errorOf(() => cat([zeros([2, 3]), zeros([2, 4])]))).toMatchInlineSnapshot(
    `"ShapeError: cat: shapes [2, 3] and [2, 4] differ in more than dim 0"`,
  );
  expect(errorOf(() => stack([zeros([2]), zeros([3])]))).toMatchInlineSnapshot(
    `"ShapeError: stack: shapes [2] and [3] differ. To join along a dim that is there, use cat()"`,
  );
});

test("arguments in PyTorch's style", () => {
  expect(errorOf(() => zeros(untyped(3)))).toMatchInlineSnapshot(
    `"ValueError: zeros: shape must be a list of numbers, got 3. Did you mean zeros([3])?"`,
  );
  expect(errorOf(() => rand(untyped(2), untyped(3)))).toMatchInlineSnapshot(
    `"ValueError: rand: shape must be a list of numbers, got 2. Did you mean rand([2, 3])?"`,
  );
  expect(errorOf(() => zeros([6]).reshape(untyped(2)))).toMatchInlineSnapshot(
    `"ValueError: reshape: shape must be a list of numbers, got 2. Did you mean reshape(x, [2])?"`,
  );
  expect(errorOf(() => zeros([1]).expand(untyped(2)))).toMatchInlineSnapshot(
    `"ValueError: expand: shape must be a list of numbers, got 2. Did you mean expand(x, [2])?"`,
  );
  expect(errorOf(() => zeros([1, 2]).permute(untyped(1)))).toMatchInlineSnapshot(
    `"ValueError: permute: dims must be a list of numbers, got 1. Did you mean permute(x, [1])?"`,
  );
});

test('dims and places', () => {
  expect(errorOf(() => zeros([2, 3]).sum(2))).toMatchInlineSnapshot(
    `"IndexError: sum: dim 2 does not exist in a tensor of 2 dims (allowed: -2 to 1)"`,
  );
  expect(errorOf(() => zeros([2, 3]).sum(0.5))).toMatchInlineSnapshot(
    `"ValueError: sum: dim must be an integer, got 0.5"`,
  );
  expect(errorOf(() => zeros([2, 3]).sum([0, -2]))).toMatchInlineSnapshot(
    `"ValueError: sum: dim [0, -2] names the same dim twice"`,
  );
  expect(errorOf(() => zeros([2, 3]).permute([0]))).toMatchInlineSnapshot(
    `"ValueError: permute: dims [0] must name each of the 2 dims of [2, 3] once"`,
  );
  expect(errorOf(() => zeros([0, 3]).amax(0))).toMatchInlineSnapshot(
    `"ShapeError: amax: no largest or smallest element in an empty dim of [0, 3]"`,
  );
  expect(errorOf(() => zeros([2, 3]).at(2))).toMatchInlineSnapshot(
    `"IndexError: at: index 2 is out of range for dim 0 of [2, 3]"`,
  );
  expect(errorOf(() => zeros([2]).at(0, 0))).toMatchInlineSnapshot(
    `"IndexError: at: 2 indices for a tensor of shape [2]"`,
  );
  expect(errorOf(() => zeros([2, 3]).gather(0, index))).toMatchInlineSnapshot(
    `"ShapeError: gather: the index of shape [2] must have as many dims as [2, 3], and no larger size except in dim 0"`,
  );
  expect(errorOf(() => zeros([3]).topk(4))).toMatchInlineSnapshot(
    `"ValueError: topk: k is 4, but dim -1 of [3] has 3 elements"`,
  );
  expect(errorOf(() => zeros([5]).split([2, 2]))).toMatchInlineSnapshot(
    `"ValueError: split: sizes [2, 2] do not add up to the 5 of dim 0"`,
  );
  expect(errorOf(() => zeros([2, -1]))).toMatchInlineSnapshot(
    `"ShapeError: zeros: sizes must be non-negative integers, got [2, -1]"`,
  );
});

test('values given to tensor()', () => {
  expect(errorOf(() => tensor([[1, 2], [3]]))).toMatchInlineSnapshot(
    `"ShapeError: tensor: ragged array: expected 2 elements in every array at depth 1, found one of length 1"`,
  );
  expect(errorOf(() => tensor([[1, 2], 3]))).toMatchInlineSnapshot(
    `"ShapeError: tensor: ragged array: expected 2 elements in every array at depth 1, found a number"`,
  );
  expect(errorOf(() => tensor([1, [2, 3]]))).toMatchInlineSnapshot(
    `"ShapeError: tensor: ragged array: expected numbers at depth 1 (shape [2]), found an array"`,
  );
  expect(errorOf(() => tensor(untyped(['1', 2])))).toMatchInlineSnapshot(
    `"DTypeError: tensor: expected a number or a boolean, got the string "1". Convert it first: Number(x)"`,
  );
  expect(errorOf(() => tensor(untyped('1')))).toMatchInlineSnapshot(
    `"DTypeError: tensor: expected a number or a boolean, got the string "1". Convert it first: Number(x)"`,
  );
  expect(errorOf(() => tensor(untyped(null)))).toMatchInlineSnapshot(
    `"DTypeError: tensor: expected a number or a boolean, got null"`,
  );
  expect(errorOf(() => tensor(untyped(undefined)))).toMatchInlineSnapshot(
    `"DTypeError: tensor: expected a number or a boolean, got undefined"`,
  );
  expect(errorOf(() => tensor([1, untyped(undefined)]))).toMatchInlineSnapshot(
    `"DTypeError: tensor: expected a number or a boolean, got undefined"`,
  );
  expect(errorOf(() => tensor([1, 2, 3], { shape: [2, 2] }))).toMatchInlineSnapshot(
    `"ShapeError: tensor: 3 values do not fill the shape [2, 2], which has 4"`,
  );
  expect(errorOf(() => tensor([1], { dtype: untyped('float') }))).toMatchInlineSnapshot(
    `"DTypeError: tensor: unknown dtype float, expected 'bool', 'int32', 'float32' or 'float64'. Did you mean 'float32'?"`,
  );
  expect(errorOf(() => tensor(untyped({ length: 2 })))).toMatchInlineSnapshot(
    `"DTypeError: tensor: expected a number or a boolean, got [object Object]"`,
  );
});

test('dtypes', () => {
  expect(errorOf(() => tensor([1], { dtype: 'int32', requiresGrad: true }))).toMatchInlineSnapshot(
    `"DTypeError: requiresGrad: only float32 and float64 tensors take gradients, this one is int32. Convert it first: x.to('float32')"`,
  );
  expect(errorOf(() => zeros([3]).gather(0, tensor([0.5])))).toMatchInlineSnapshot(
    `"DTypeError: gather: the index must be int32, got float32. Use index.to('int32')"`,
  );
  expect(errorOf(() => tensor([1, 2], { dtype: 'int32' }).mean())).toMatchInlineSnapshot(
    `"DTypeError: mean: needs a float tensor, got int32. Convert it first: x.to('float32')"`,
  );
  expect(errorOf(() => tensor([true]).sub(tensor([true])))).toMatchInlineSnapshot(
    `"DTypeError: sub: two bools have no difference. Compare them with ne(), or convert one: x.to('int32')"`,
  );
  expect(errorOf(() => tensor([true]).matmul(tensor([true])))).toMatchInlineSnapshot(
    `"DTypeError: matmul: two bools have no product of matrices. Convert them first: x.to('float32')"`,
  );
  expect(errorOf(() => zeros([2]).add(untyped('2')))).toMatchInlineSnapshot(
    `"DTypeError: add: expected a tensor or a number, got string. Make a tensor of it: tensor(x)"`,
  );
  expect(errorOf(() => zeros([2]).add(untyped([1, 2])))).toMatchInlineSnapshot(
    `"DTypeError: add: expected a tensor or a number, got an array. Make a tensor of it: tensor([...])"`,
  );
  expect(errorOf(() => zeros([2]).to(untyped('double')))).toMatchInlineSnapshot(
    `"DTypeError: to: unknown dtype double, expected 'bool', 'int32', 'float32' or 'float64'. Did you mean 'float64'?"`,
  );
  expect(
    errorOf(() => nn.functional.crossEntropy(zeros([2, 3]), zeros([2]))),
  ).toMatchInlineSnapshot(
    `"DTypeError: crossEntropy: class indices must be int32, got float32. Did you mean target.to('int32')?"`,
  );
  expect(errorOf(() => nn.functional.embedding(zeros([2]), zeros([3, 4])))).toMatchInlineSnapshot(
    `"DTypeError: embedding: indices must be int32, got float32. Did you mean index.to('int32')?"`,
  );
  expect(
    errorOf(() => new nn.Linear(2, 2).forward(zeros([1, 2], { dtype: 'float64' }))),
  ).toMatchInlineSnapshot(
    `"DTypeError: linear: the input is float64, the weight float32. Did you mean input.to('float32')?"`,
  );
  expect(errorOf(() => gradcheck((x) => x, [leaf()]))).toMatchInlineSnapshot(
    `"DTypeError: gradcheck: inputs must be float64, got float32: differences of float32 are too coarse"`,
  );
});

test('reading', () => {
  expect(errorOf(() => zeros([2, 3]).item())).toMatchInlineSnapshot(
    `"ValueError: item: the tensor has 6 elements (shape [2, 3]), not one. Use toArray(), or reduce it first"`,
  );
  expect(errorOf(() => zeros([0]).item())).toMatchInlineSnapshot(
    `"ValueError: item: the tensor has 0 elements (shape [0]), not one. Use toArray(), or reduce it first"`,
  );
  expect(
    errorOf(() =>
      zeros([3])
        .gather(0, tensor([3, 0, 0], { dtype: 'int32' }))
        .toArray(),
    ),
  ).toMatchInlineSnapshot(
    `"IndexError: gather: index 3 is out of range for a dim of size 3 (allowed: 0 to 2)"`,
  );
});

test('gradients', () => {
  expect(errorOf(() => zeros([2]).sum().backward())).toMatchInlineSnapshot(
    `"GradientError: backward: this tensor was computed from nothing that requires a gradient. Create the inputs with { requiresGrad: true }; to differentiate a gradient, use grad(), or backward(null, { createGraph: true })"`,
  );
  expect(errorOf(() => leaf().backward())).toMatchInlineSnapshot(
    `"GradientError: backward: a tensor of shape [2] needs a gradient of that shape; reduce it to one number first (x.sum() or x.mean()) or pass one"`,
  );
  expect(errorOf(() => leaf().backward(zeros([3])))).toMatchInlineSnapshot(
    `"ShapeError: backward: the gradient has shape [3], the tensor [2]"`,
  );
  expect(errorOf(() => grad(leaf().sum(), zeros([2])))).toMatchInlineSnapshot(
    `"GradientError: grad: an input of shape [2] does not require a gradient. Create it with { requiresGrad: true }"`,
  );
  expect(
    errorOf(() =>
      leaf()
        .mul(2)
        .assign(zeros([2])),
    ),
  ).toMatchInlineSnapshot(
    `"GradientError: assign: only a leaf can be assigned, this tensor was computed from others. Assign to those, or make a leaf of it: x.detach()"`,
  );
  expect(errorOf(() => leaf().assign(zeros([3])))).toMatchInlineSnapshot(
    `"ShapeError: assign: the tensor has shape [2], the value [3]"`,
  );
  expect(errorOf(() => leaf().assign(zeros([2], { dtype: 'float64' })))).toMatchInlineSnapshot(
    `"DTypeError: assign: the tensor is float32, the value float64. Convert it: value.to('float32')"`,
  );
  expect(errorOf(() => leaf().assign([1, 2] as never))).toMatchInlineSnapshot(
    `"DTypeError: assign: expected a tensor or a number, got an array. Make a tensor of it: tensor(...)"`,
  );
  expect(errorOf(() => switchOff(leaf().mul(2)))).toMatchInlineSnapshot(
    `"GradientError: requiresGrad: only a leaf can stop requiring a gradient. Use x.detach()"`,
  );
  expect(errorOf(() => zeros([2]).retainGrad())).toMatchInlineSnapshot(
    `"GradientError: retainGrad: this tensor does not require a gradient. Create what it is computed from with { requiresGrad: true }"`,
  );
});

test('numbers', () => {
  expect(errorOf(() => new optim.SGD([leaf()], { lr: Number.NaN }))).toMatchInlineSnapshot(
    `"ValueError: SGD: lr must be zero or a positive number, got NaN"`,
  );
  expect(errorOf(() => new optim.Adam([leaf()], { lr: -1 }))).toMatchInlineSnapshot(
    `"ValueError: Adam: lr must be zero or a positive number, got -1"`,
  );
  expect(
    errorOf(() => new optim.Adam([leaf()], untyped({ learningRate: 0.1 }))),
  ).toMatchInlineSnapshot(
    `"ValueError: Adam: unknown option 'learningRate', it has lr, maximize, betas, eps, weightDecay, amsgrad"`,
  );
  expect(errorOf(() => new optim.SGD([]))).toMatchInlineSnapshot(
    `"ValueError: SGD: there are no parameters to optimise, the list is empty. Has the model any layers with weights?"`,
  );
  expect(
    errorOf(() => setRate(new optim.SGD([leaf()], { lr: 0.1 }), Number.NaN)),
  ).toMatchInlineSnapshot(`"ValueError: SGD: lr must be zero or a positive number, got NaN"`);
  expect(errorOf(() => nn.functional.dropout(zeros([2]), { p: 2 }))).toMatchInlineSnapshot(
    `"ValueError: dropout: p must be a probability, 0 to 1, got 2"`,
  );
  expect(errorOf(() => manualSeed(0.5))).toMatchInlineSnapshot(
    `"ValueError: manualSeed: the seed must be an integer, got 0.5"`,
  );
  expect(errorOf(() => arange(0, 10, 0))).toMatchInlineSnapshot(
    `"ValueError: arange: needs finite numbers and a step other than 0, got 0, 10, 0"`,
  );
  expect(
    errorOf(() => nn.functional.mseLoss(zeros([2]), zeros([2]), { reduction: untyped('average') })),
  ).toMatchInlineSnapshot(
    `"ValueError: mseLoss: unknown reduction 'average', expected 'mean', 'sum' or 'none'"`,
  );
  expect(errorOf(() => randint(3, 3, [2]))).toMatchInlineSnapshot(
    `"ValueError: randint: needs integers low < high, got 3 and 3"`,
  );
});
