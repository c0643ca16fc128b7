/** What kind of value an argument may be: its words, and whether a value is of that kind. */

/** A kind of value. */
export interface Kind {
  /** As messages say it: `a number`. */
  readonly text: string;
  accepts(value: unknown): boolean;
  /** The keys of an options object; only objects of options have them. */
  readonly keys?: Keys;
  /** The kind of the elements of a list. */
  readonly element?: Kind;
  /** Whether a tensor is of this kind. */
  readonly isTensor?: boolean;
  /** Whether it is one word, or one of several. */
  readonly isWord?: boolean;
}

/** What an option may be. */
export interface OptionKind {
  readonly kind: Kind;
  readonly isRequired: boolean;
}

/** The options by their names. */
export class Keys extends Map<string, OptionKind> {
  /** Those that must be there. */
  get required(): readonly string[] {
    this.#required ??= [...this].filter(([, { isRequired }]) => isRequired).map(([key]) => key);
    return this.#required;
  }
  #required: readonly string[] | null = null;
}

/** Of long lists so many elements are looked at. */
const looked = 16;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Promise);

/** Whether an object was written as `{ ... }`, or has no class. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function plain(text: string, accepts: (value: unknown) => boolean): Kind {
  return { text, accepts };
}

/** Kinds by the names that TypeScript has for them. */
export const named: ReadonlyMap<string, Kind> = new Map(
  Object.entries({
    any: plain('a value', (value) => value !== undefined),
    // Functions look at it themselves.
    unchecked: plain('a value', () => true),
    buffer: plain(
      'an ArrayBuffer or a typed array',
      (value) =>
        ArrayBuffer.isView(value) ||
        value instanceof ArrayBuffer ||
        (typeof SharedArrayBuffer !== 'undefined' && value instanceof SharedArrayBuffer),
    ),
    number: plain('a number', (value) => typeof value === 'number'),
    boolean: plain('a boolean', (value) => typeof value === 'boolean'),
    string: plain('a string', (value) => typeof value === 'string'),
    null: plain('null', (value) => value === null),
    undefined: plain('nothing', (value) => value === undefined),
    function: plain('a function', (value) => typeof value === 'function'),
    object: plain('an object', isObject),
    asyncIterable: plain(
      'an asynchronous iterable, such as a DataLoader',
      (value) => isObject(value) && Symbol.asyncIterator in value,
    ),
    iterable: plain(
      'a list',
      (value) => isObject(value) && (Symbol.iterator in value || Symbol.asyncIterator in value),
    ),
  }),
);

/** One word, such as the name of a reduction. */
export function literal(value: string): Kind {
  return { text: `'${value}'`, isWord: true, accepts: (given) => given === value };
}

/** Lists and typed arrays whose elements are of a kind. */
export function listOf(element: Kind): Kind {
  return {
    text: `a list of ${element.text.replace(/^an? /, '')}s`,
    element,
    accepts: (value) => {
      if (ArrayBuffer.isView(value)) return true;
      if (!Array.isArray(value)) return false;
      const count = Math.min(value.length, looked);
      for (let i = 0; i < count; i++) if (!element.accepts(value[i])) return false;
      return true;
    },
  };
}

/** Objects with these members, as a class or an interface has them. */
export function having(name: string, members: readonly string[]): Kind {
  const isTensor = members.join() === 'node';
  return {
    text: `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name === 'Tensor' ? 'tensor' : name}`,
    isTensor,
    accepts: isTensor ? hasNode : (value) => hasAll(value, members),
  };
}

/** Tensors come at each step of a training: engines find a member faster that the code names. */
export function hasNode(value: unknown): boolean {
  return mayHaveMembers(value) && 'node' in value && value.node !== undefined;
}

function hasAll(value: unknown, members: readonly string[]): boolean {
  return mayHaveMembers(value) && members.every((key) => key in value);
}

function mayHaveMembers(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** Options by their keys. What a key holds is looked at by who reads the options. */
export function optionsOf(keys: Keys): Kind {
  return {
    text: `an object with the options ${[...keys.keys()].join(', ')}`,
    accepts: (value) => isObject(value) && !Array.isArray(value),
    keys,
  };
}

/** One of several kinds. */
export function oneOf(kinds: readonly Kind[]): Kind {
  const [only] = kinds;
  if (only !== undefined && kinds.length === 1) return only;
  const keys = kinds.find((kind) => kind.keys !== undefined)?.keys;
  const element = kinds.find((kind) => kind.element !== undefined)?.element;
  const shown = kinds.filter(({ text }) => text !== 'nothing').map(({ text }) => text);
  return {
    text: [shown.slice(0, -1).join(', '), shown.at(-1)].filter(Boolean).join(' or '),
    isTensor: kinds.some((kind) => kind.isTensor),
    isWord: kinds.every((kind) => kind.isWord),
    accepts: (value) => {
      for (const kind of kinds) if (kind.accepts(value)) return true;
      return false;
    },
    ...(keys === undefined ? {} : { keys }),
    ...(element === undefined ? {} : { element }),
  };
}
