/**
 * What the compiler must refuse, and what it must know, about tensors and gradients. Nothing here
 * runs: `npm run typecheck` reads it, and an error that is expected and missing is an error.
 */

import {
  add,
  arange,
  cat,
  customOp,
  type DType,
  eye,
  grad,
  jacobian,
  jvp,
  math,
  sub,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
  zeros,
} from 'chainrule';

const x = zeros([2, 3], { requiresGrad: true });

/** Compiles when `Actual` is exactly `Expected`. */
type Same<Actual, Expected> =
  (<T>() => T extends Actual ? 1 : 2) extends <T>() => T extends Expected ? 1 : 2 ? true : false;

/** Takes only types that are the same: `same<Actual, Expected>(true)`. */
function same<Actual, Expected>(_: Same<Actual, Expected>): void {}

export function operands(): void {
  sub(10, x);
  x.eq(true);
  // @ts-expect-error a string is no operand
  add(x, '1');
  // @ts-expect-error a string is no operand of a method, either
  x.mul('2');
  // @ts-expect-error an array has to become a tensor first
  x.add([1, 2, 3]);
  // @ts-expect-error tensors have methods instead of operators
  x + 1;
  // @ts-expect-error a list of tensors
  cat(x, x);
}

export function options(): void {
  arange(5, { dtype: 'float64' });
  arange(0, 5, { dtype: 'float64' });
  eye(3, { dtype: 'int32' });
  // @ts-expect-error the dtype is 'float32'
  zeros([2], { dtype: 'float' });
  // @ts-expect-error the option is requiresGrad
  zeros([2], { requires_grad: true });
  // @ts-expect-error sizes come as one list
  zeros(2, 3);
  // @ts-expect-error nothing follows the options
  arange({ dtype: 'float64' }, 5);
  // @ts-expect-error 'tanh' or 'none'
  x.gelu({ approximate: 'erf' });
  // @ts-expect-error values are numbers or booleans
  tensor(['1', '2']);
}

export function dims(): void {
  x.sum();
  x.sum([0, 1], true);
  x.softmax(-1);
  // @ts-expect-error softmax along which dim?
  x.softmax();
  // @ts-expect-error logSoftmax along which dim?
  x.logSoftmax();
  // @ts-expect-error keepdim comes after the dim
  x.sum(true);
  // @ts-expect-error cumsum goes along one dim
  x.cumsum([0, 1]);
  // @ts-expect-error the name of a dtype, not of a device or another type
  x.to('float16');
}

export function facts(): void {
  // @ts-expect-error shapes do not change
  x.shape = [3, 2];
  // @ts-expect-error nor do their sizes
  x.shape[0] = 3;
  // @ts-expect-error the number of elements is a property
  x.numel();
  same<typeof x.dtype, DType>(true);
  same<typeof x.grad, Tensor | null>(true);
  same<ReturnType<typeof x.item>, number>(true);
}

export function gradients(): void {
  const loss = x.sum();
  // @ts-expect-error a gradient may be missing
  x.grad.mul(2);
  same<ReturnType<typeof grad<[Tensor, Tensor]>>, [Tensor, Tensor]>(true);
  const one: Tensor = grad(loss, x);
  const [first, second] = grad(loss, [x, one]);
  same<typeof first, Tensor>(true);
  same<typeof second, Tensor>(true);
  // @ts-expect-error two gradients for two inputs
  const [, , third] = grad(loss, [x, one]);
  const list: Tensor[] = [x];
  const [maybe] = grad(loss, list);
  same<typeof maybe, Tensor | undefined>(true);
  return void third;
}

export function transformations(): void {
  const run = valueAndGrad((w: Tensor, b: Tensor) => w.add(b).sum());
  const [value, [ofW, ofB]] = run(x, x);
  same<typeof value, Tensor>(true);
  same<typeof ofW, Tensor>(true);
  same<typeof ofB, Tensor>(true);
  // @ts-expect-error both arguments are needed
  run(x);
  const [ofA] = jacobian((a, b) => a.mul(b), [x, x]);
  same<typeof ofA, Tensor>(true);
  const [, product] = vjp((a) => a.sum(), x);
  same<typeof product, Tensor>(true);
  jvp((a, b) => a.mul(b), [x, x], [x, x]);
  // @ts-expect-error a direction for each input
  jvp((a, b) => a.mul(b), [x, x], [x]);
}

export function ownOps(): void {
  const square = customOp({
    forward: (a: Tensor) => a.mul(a),
    backward: (gradient, [a]) => [gradient.mul(a).mul(2)],
  });
  const y: Tensor = square(x);
  // @ts-expect-error it takes one tensor
  square(y, y);
  customOp({
    forward: (a: Tensor) => a,
    // @ts-expect-error gradients are tensors or null
    backward: () => [0],
  });
}

export function templates(): void {
  const y: Tensor = math`${x} + 1`;
  // @ts-expect-error a string is no operand
  math`${y} + ${'1'}`;
}

export function tuples(): void {
  const rows: number[][] = x.toArray();
  const numbers = x.toArray<number[]>();
  same<typeof numbers, number[]>(true);
  // @ts-expect-error tensors hold numbers and booleans
  x.toArray<string[]>();
  const [batch, time] = x.dims(2);
  same<typeof time, number>(true);
  // @ts-expect-error there are two sizes
  const [, , third] = x.dims(2);
  const count: number = rows.length;
  same<ReturnType<typeof x.dims<number>>, number[]>(true);
  const [query, key, value] = x.chunk(3, 1);
  same<typeof value, Tensor>(true);
  // @ts-expect-error there are two parts
  const [, , part] = x.chunk(2);
  const [left, right] = x.split([1, 2], 1);
  same<typeof right, Tensor>(true);
  // @ts-expect-error there are two parts
  const [, , last] = x.split([1, 2], 1);
  const [some] = x.split(count);
  same<typeof some, Tensor | undefined>(true);
  return void [batch, third, query, key, part, left, last];
}
