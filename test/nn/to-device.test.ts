/** `to()` with what PyTorch takes there: devices, other names of dtypes, and what is neither. */

import { nn, tensor, zeros } from 'chainrule';
import { describe, expect, it } from 'vitest';

const calls: Readonly<Record<string, (dtype: never) => unknown>> = {
  'a module': (dtype) => new nn.Linear(2, 2).to(dtype),
  'a tensor': (dtype) => tensor([1, 2]).to(dtype),
  'an option': (dtype) => zeros([2], { dtype }),
};

describe.each(Object.entries(calls))('%s', (_name, call) => {
  it.each(['cuda', 'cuda:0', 'cpu', 'mps'])('says that %s is a device, and what to do', (name) => {
    expect(() => call(name as never)).toThrow(
      `'${name}' is a device. There is one, the CPU, and no GPU backend yet`,
    );
  });

  it.each([
    ['double', "'float64'"],
    ['torch.float16', "'float32'"],
    ['long', "'int32'"],
  ])('knows what %s is called here', (name, here) => {
    expect(() => call(name as never)).toThrow(`Did you mean ${here}?`);
  });

  it.each([
    ['null', null],
    ['a bigint', 1n],
    ['a symbol', Symbol('float32')],
    ['an object', Object.create(null)],
    ['a number', 32],
  ])('refuses %s', (kind, value) => {
    expect(() => call(value as never)).toThrow(`'float64', got ${kind}`);
  });
});
