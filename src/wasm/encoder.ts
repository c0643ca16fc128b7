/**
 * Writes a WebAssembly module: types, imports, functions, exports. What functions contain is
 * `FunctionWriter`'s. Layout: WebAssembly Core Specification, binary format of modules.
 */

import { internal } from '../errors.js';
import { ByteWriter } from './byte-writer.js';
import { codeOf, type FunctionWriter, type Signature, type ValueType } from './function-writer.js';

/** Size of a memory in pages of 64 KiB; a shared one needs a maximum, as WebAssembly asks. */
export interface MemoryLimits {
  readonly min: number;
  readonly max: number;
  readonly shared: boolean;
}

const header: readonly number[] = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const sections = { type: 1, import: 2, function: 3, export: 7, code: 10 };
const kinds = { function: 0, table: 1, memory: 2, global: 3 };
const funcref = 0x70;

/** A module under construction. Functions are numbered: imported ones first, then added ones. */
export class ModuleWriter {
  readonly #types: string[] = [];
  readonly #signatures: Signature[] = [];
  readonly #imports: Uint8Array[] = [];
  readonly #functions: { readonly type: number; readonly code: Uint8Array }[] = [];
  readonly #exports: Uint8Array[] = [];
  #importedFunctions = 0;
  #importedGlobals = 0;

  /** Index of a function type; equal signatures are one type. */
  type(signature: Signature): number {
    const key = `${signature.params.join()}:${signature.results.join()}`;
    const known = this.#types.indexOf(key);
    if (known >= 0) return known;
    this.#types.push(key);
    return this.#signatures.push(signature) - 1;
  }

  /** Imports the memory. */
  importMemory(module: string, name: string, { min, max, shared }: MemoryLimits): void {
    const entry = this.#import(module, name).pair(kinds.memory, shared ? 0x03 : 0x01);
    this.#imports.push(entry.u32(min).u32(max).finished());
  }

  /** Imports a table of functions with at least `min` entries (index 0). */
  importTable(module: string, name: string, min: number): void {
    const entry = this.#import(module, name).byte(kinds.table);
    this.#imports.push(entry.pair(funcref, 0x00).u32(min).finished());
  }

  /** Imports a constant number; returns its index. */
  importGlobal(module: string, name: string, type: ValueType): number {
    const entry = this.#import(module, name).byte(kinds.global);
    this.#imports.push(entry.pair(codeOf(type), 0x00).finished());
    return this.#importedGlobals++;
  }

  /** Imports a function, before the first `addFunction`; returns its index. */
  importFunction(module: string, name: string, signature: Signature): number {
    if (this.#functions.length > 0) throw internal(`import of ${name} after a function`);
    const entry = this.#import(module, name).byte(kinds.function);
    this.#imports.push(entry.u32(this.type(signature)).finished());
    return this.#importedFunctions++;
  }

  /** Adds a finished function; returns its index. */
  addFunction(body: FunctionWriter): number {
    const type = this.type(body.signature);
    return this.#importedFunctions + this.#functions.push({ type, code: body.toBytes() }) - 1;
  }

  /** Exports a function by index. */
  exportFunction(name: string, index: number): void {
    this.#exports.push(new ByteWriter().name(name).pair(kinds.function, index).finished());
  }

  /** The module. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const types = this.#signatures.map(({ params, results }) =>
      new ByteWriter().byte(0x60).sized(params.map(codeOf)).sized(results.map(codeOf)).finished(),
    );
    const functions = this.#functions.map(({ type }) => new ByteWriter().u32(type).finished());
    const code = this.#functions.map((entry) =>
      new ByteWriter(entry.code.length + 5).sized(entry.code).finished(),
    );
    const out = new ByteWriter(bytesIn(code) + 256).bytes(header);
    writeSection(out, sections.type, types);
    writeSection(out, sections.import, this.#imports);
    writeSection(out, sections.function, functions);
    writeSection(out, sections.export, this.#exports);
    writeSection(out, sections.code, code);
    return out.finished();
  }

  #import(module: string, name: string): ByteWriter {
    return new ByteWriter().name(module).name(name);
  }
}

function writeSection(out: ByteWriter, id: number, entries: readonly Uint8Array[]): void {
  if (entries.length === 0) return;
  const content = new ByteWriter(bytesIn(entries) + 5).u32(entries.length);
  for (const entry of entries) content.bytes(entry);
  out.byte(id).sized(content.finished());
}

function bytesIn(entries: readonly Uint8Array[]): number {
  return entries.reduce((sum, { length }) => sum + length, 0);
}
