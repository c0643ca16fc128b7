/** Everything that a user can call, with arguments that fit and with arguments that do not. */

import * as chainrule from 'chainrule';
import * as data from 'chainrule/data';
import * as estimators from 'chainrule/estimators';
import * as explain from 'chainrule/explain';
import * as io from 'chainrule/io';
import * as metrics from 'chainrule/metrics';
import * as rl from 'chainrule/rl';
import * as tabular from 'chainrule/tabular';
import * as train from 'chainrule/train';
import * as viz from 'chainrule/viz';
import { readSources } from '../../scripts/check/source.js';
import { signedCalls } from '../../scripts/signatures/tables.js';
import { type Kind, named } from '../../src/calls/kind.js';
import { type Param, readSignature } from '../../src/calls/read-signature.js';

const { nn, ones, optim } = chainrule;

const entries: Readonly<Record<string, object>> = {
  chainrule,
  'chainrule/data': data,
  'chainrule/estimators': estimators,
  'chainrule/explain': explain,
  'chainrule/io': io,
  'chainrule/metrics': metrics,
  'chainrule/rl': rl,
  'chainrule/tabular': tabular,
  'chainrule/train': train,
  'chainrule/viz': viz,
};

/** A call: with these arguments it runs, or says what is wrong. */
export interface Call {
  readonly name: string;
  readonly params: readonly Param[];
  readonly run: (args: readonly unknown[]) => unknown;
}

type Callable = (...args: unknown[]) => unknown;
type Class = new (...args: unknown[]) => object;

const isClass = (value: unknown): value is Class =>
  typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));

/** Arguments to choose from: the first that fits is taken. */
function candidates(): unknown[] {
  const x = ones([2, 3]);
  const model = new nn.Linear(3, 2);
  const words = ['mean', 'cpu', 'x'];
  return [
    x,
    1,
    true,
    ...words,
    [x],
    [1],
    [[1]],
    () => x,
    {},
    model,
    new optim.SGD(model.parameters()),
    new data.TensorDataset(x),
    rl.make('CartPole-v1'),
    new Map(),
    null,
  ];
}

/** An argument of a kind; for a word one of those that are allowed. */
function sampleOf(kind: Kind, choices: readonly unknown[]): unknown {
  const [, word] = /'([^']*)'/.exec(kind.text) ?? [];
  if (kind.isWord) return word;
  return kind === named.get('any') ? choices[0] : choices.find((value) => kind.accepts(value));
}

/** Arguments that fit; options are left out. */
export function fitting(params: readonly Param[]): unknown[] {
  const choices = candidates();
  return params.map(({ kind, isOptional }) =>
    isOptional && kind !== named.get('any') ? undefined : sampleOf(kind, choices),
  );
}

const sources = readSources(new URL('../../', import.meta.url).pathname, ['src']);

/** Classes that only subclasses have objects of. */
const abstract = new Set(
  sources.flatMap(({ text }) =>
    [...text.matchAll(/^(?:export )?abstract class (\w+)/gm)].map(([, name]) => name ?? ''),
  ),
);

/** What the library calls on its own objects. */
const internal: ReadonlySet<string> = new Set([
  'Tensor.receive',
  'Picture.toSVG',
  'Picture.toPNG',
  'Picture.save',
  'CheckpointCallback.onStep',
]);

function signatureParams(): ReadonlyMap<string, readonly Param[]> {
  const signed = signedCalls(sources);
  return new Map(signed.map(({ call, text }) => [call.name, readSignature(text).params]));
}

const unknownParams = (count: number): Param[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `argument ${i}`,
    isOptional: true,
    isRest: false,
    isTensor: true,
    kind: named.get('any') as Kind,
  }));

/** Every call of the public surface. */
export function surface(): Call[] {
  const known = signatureParams();
  const calls: Call[] = [];
  const seen = new Set<unknown>();
  const paramsOf = (name: string, value: Callable | Class): readonly Param[] =>
    known.get(name) ?? unknownParams(Math.max(1, value.length));
  const visit = (path: string, value: unknown): void => {
    if (seen.has(value)) return;
    seen.add(value);
    const name = path.split('.').at(-1) ?? '';
    if (isClass(value)) visitClass(path, name, value);
    else if (typeof value === 'function') {
      const call = value as Callable;
      calls.push({ name: path, params: paramsOf(name, call), run: (args) => call(...args) });
    } else if (typeof value === 'object' && value !== null && isNamespace(value)) {
      for (const [key, member] of Object.entries(value)) visit(`${path}.${key}`, member);
    }
  };
  const visitClass = (path: string, name: string, made: Class): void => {
    const params = paramsOf(name, made);
    const isTensor = name === 'Tensor';
    const isOpen = isTensor || made.length === 0 || known.has(name);
    if (abstract.has(name) || !isOpen) return;
    calls.push({ name: `new ${path}`, params, run: (args) => new made(...args) });
    const { prototype } = made;
    for (const key of Object.getOwnPropertyNames(prototype)) {
      const member = Object.getOwnPropertyDescriptor(prototype, key)?.value as unknown;
      if (typeof member !== 'function' || key === 'constructor') continue;
      // What is not known takes nothing, or is for subclasses.
      const isOwn = isTensor || known.has(`${name}.${key}`);
      if (!isOwn || internal.has(`${name}.${key}`)) continue;
      const own = paramsOf(`${name}.${key}`, member as Callable);
      const run = (args: readonly unknown[]): unknown => {
        const object = instanceOf(made, params);
        return object === null ? undefined : Reflect.apply(member, object, [...args]);
      };
      calls.push({ name: `${path}.${key}`, params: own, run });
    }
  };
  for (const [entry, module] of Object.entries(entries)) {
    for (const [key, value] of Object.entries(module)) visit(`${entry}.${key}`, value);
  }
  return calls;
}

function isNamespace(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Module]' || value === chainrule.nn;
}

function instanceOf(made: Class, params: readonly Param[]): object | null {
  try {
    return made === (chainrule.Tensor as unknown) ? ones([2, 3]) : new made(...fitting(params));
  } catch {
    return null;
  }
}
