/**
 * The doctor beside a program that does not know of it: it looks on at each optimiser's steps, and
 * tells what it found. Steps that are compiled are left out, since it would read values in them.
 */

import { nn, optim, Tensor } from 'chainrule';
import { type Doctor, doctor } from 'chainrule/train';
import { isRecording } from '../../src/tensor/handle/recording.js';

/** What a program has called last. */
interface Seen {
  loss: Tensor | null;
  input: readonly Tensor[];
  output: Tensor | null;
}

const optimizerBase = Object.getPrototypeOf(optim.SGD.prototype) as optim.SGD;

/** Replaces a method until the returned function puts it back. */
function wrap<Owner extends object>(
  owner: Owner,
  name: keyof Owner & string,
  around: (self: never, call: () => unknown) => unknown,
): () => void {
  const method: unknown = Reflect.get(owner, name);
  if (typeof method !== 'function') throw new Error(`no method ${name}`);
  Object.defineProperty(owner, name, {
    configurable: true,
    writable: true,
    value(this: never, ...args: unknown[]): unknown {
      return around(this, () => Reflect.apply(method, this, args));
    },
  });
  return () => {
    Object.defineProperty(owner, name, { configurable: true, writable: true, value: method });
  };
}

/** Codes of what the doctor finds in the trainings of `program`, in the order of finding. */
export async function findingsIn(program: () => Promise<unknown>): Promise<string[]> {
  const models: nn.Module[] = [];
  const doctors = new Map<optim.SGD, Doctor | null>();
  const seen: Seen = { loss: null, input: [], output: null };
  let isLooking = false;
  const look = <T>(fn: () => T): T => {
    isLooking = true;
    try {
      return fn();
    } finally {
      isLooking = false;
    }
  };
  /** The doctor of the model that an optimiser trains, if that is known. */
  const startFor = (optimizer: optim.SGD): Doctor | null => {
    const trained = new Set(optimizer.paramGroups.flatMap(({ params }) => params));
    const model = models.find((one) => [...one.parameters()].some((p) => trained.has(p)));
    if (model === undefined) return null;
    model.registerForwardHook((_, input, output) => {
      seen.input = input.filter((x) => x instanceof Tensor);
      seen.output = output instanceof Tensor ? output : null;
    });
    return doctor(model, optimizer);
  };
  const afterStep = (optimizer: optim.SGD): void => {
    if (isRecording() || isLooking) return;
    look(() => {
      const known = doctors.get(optimizer);
      const check = known === undefined ? startFor(optimizer) : known;
      doctors.set(optimizer, check);
      if (check === null || seen.loss === null) return;
      const { input, output } = seen;
      const given = { ...(input.length > 0 && { input }), ...(output !== null && { output }) };
      check.step(seen.loss, given);
    });
  };
  const undo = [
    wrap(Tensor.prototype, 'backward', (loss: Tensor, call) => {
      seen.loss = loss;
      return call();
    }),
    wrap(nn.Module.prototype, 'parameters', (model: nn.Module, call) => {
      if (!isLooking) models.push(model);
      return call();
    }),
    wrap(optimizerBase, 'step', (optimizer: optim.SGD, call) => {
      const result = call();
      afterStep(optimizer);
      return result;
    }),
  ];
  try {
    await program();
  } finally {
    for (const put of undo) put();
    for (const check of doctors.values()) check?.stop();
  }
  return [...doctors.values()].flatMap((check) => check?.findings.map(({ code }) => code) ?? []);
}
