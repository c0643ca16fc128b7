/**
 * Reads the text of a signature: `dropout(x: Tensor<node>, options?: { p?: number })`. The types
 * are a small part of TypeScript's; `Name<a, b>` is an object with the members `a` and `b`.
 */

import { internal } from '../errors.js';
import {
  having,
  Keys,
  type Kind,
  listOf,
  literal,
  named,
  type OptionKind,
  oneOf,
  optionsOf,
} from './kind.js';

/** One parameter. */
export interface Param {
  readonly name: string;
  readonly isOptional: boolean;
  /** Whether it takes all arguments that are left. */
  readonly isRest: boolean;
  readonly kind: Kind;
  /** Whether a tensor is of its kind. */
  readonly isTensor: boolean;
}

/** Whether a parameter takes a value; one that is left out is undefined. */
export function fits({ kind, isOptional, isRest }: Param, value: unknown): boolean {
  return kind.accepts(value) || (value === undefined && isOptional && !isRest);
}

/** Whether an option may have a value; one that is left out is undefined. */
export function fitsOption({ kind, isRequired }: OptionKind, value: unknown): boolean {
  return kind.accepts(value) || (value === undefined && !isRequired);
}

/** What a function is called with. */
export interface Params {
  /** `dropout`, or `new Dropout`. */
  readonly call: string;
  readonly params: readonly Param[];
  /** How many of them take one argument each: all but a rest. */
  readonly single: number;
  readonly rest: Param | null;
}

const tokens = /'(?:[^'\\]|\\.)*'|\.\.\.|new [\w.]+|[\w.$]+|\S/g;

class Reader {
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(text: string) {
    this.#tokens = text.match(tokens) ?? [];
  }

  #take(): string {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw internal('a signature that ends too early');
    this.#next += 1;
    return token;
  }

  #skip(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false;
    this.#next += 1;
    return true;
  }

  #expect(token: string): void {
    if (!this.#skip(token)) throw internal(`a signature without ${token}`);
  }

  signature(): Params {
    const call = this.#take();
    this.#expect('(');
    const params: Param[] = [];
    if (!this.#skip(')')) {
      do params.push(this.#param());
      while (this.#skip(','));
      this.#expect(')');
    }
    const rest = params.find(({ isRest }) => isRest) ?? null;
    return { call, params, single: params.length - (rest === null ? 0 : 1), rest };
  }

  #param(): Param {
    const isRest = this.#skip('...');
    const name = this.#take();
    const isOptional = this.#skip('?') || isRest;
    this.#expect(':');
    const kind = this.#type();
    return { name, isOptional, isRest, kind, isTensor: kind.isTensor === true };
  }

  #type(): Kind {
    const kinds = [this.#postfix()];
    while (this.#skip('|')) kinds.push(this.#postfix());
    return oneOf(kinds);
  }

  #postfix(): Kind {
    let kind = this.#primary();
    while (this.#skip('[')) {
      this.#expect(']');
      kind = listOf(kind);
    }
    return kind;
  }

  #primary(): Kind {
    if (this.#skip('(')) {
      const kind = this.#type();
      this.#expect(')');
      return kind;
    }
    if (this.#skip('{')) return this.#options();
    const token = this.#take();
    if (token.startsWith("'")) return literal(token.slice(1, -1));
    if (this.#skip('<')) return having(token, this.#members());
    const kind = named.get(token);
    if (kind === undefined) throw internal(`a signature with the type ${token}`);
    return kind;
  }

  #members(): string[] {
    const members: string[] = [];
    while (!this.#skip('>')) {
      members.push(this.#take());
      this.#skip(',');
    }
    return members;
  }

  #options(): Kind {
    const keys = new Keys();
    while (!this.#skip('}')) {
      const key = this.#take();
      const isRequired = !this.#skip('?');
      this.#expect(':');
      keys.set(key, { kind: this.#type(), isRequired });
      this.#skip(',');
    }
    return optionsOf(keys);
  }
}

/** The parameters that the text of a signature names. */
export function readSignature(text: string): Params {
  return new Reader(text).signature();
}
