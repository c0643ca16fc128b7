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
    const entry = this.#import(module, name).byte(kinds.memory);
    this.#imports.push(
      entry
        .byte(shared ? 0x03 : 0x01)
        .u32(min)
        .u32(max)
        .toBytes(),
    );
  }

  /** Imports a table of functions with at least `min` entries (index 0). */
  importTable(module: string, name: string, min: number): void {
    const entry = this.#import(module, name).byte(kinds.table);
    this.#imports.push(entry.byte(funcref).byte(0x00).u32(min).toBytes());
  }

  /** Imports a constant number; returns its index. */
  importGlobal(module: string, name: string, type: ValueType): number {
    const entry = this.#import(module, name).byte(kinds.global);
    this.#imports.push(entry.byte(codeOf(type)).byte(0x00).toBytes());
    return this.#importedGlobals++;
  }

  /** Imports a function, before the first `addFunction`; returns its index. */
  importFunction(module: string, name: string, signature: Signature): number {
    if (this.#functions.length > 0) throw internal(`import of ${name} after a function`);
    const entry = this.#import(module, name).byte(kinds.function);
    this.#imports.push(entry.u32(this.type(signature)).toBytes());
    return this.#importedFunctions++;
  }

  /** Adds a finished function; returns its index. */
  addFunction(body: FunctionWriter): number {
    const type = this.type(body.signature);
    return this.#importedFunctions + this.#functions.push({ type, code: body.toBytes() }) - 1;
  }

  /** Exports a function by index. */
  exportFunction(name: string, index: number): void {
    this.#exports.push(new ByteWriter().name(name).byte(kinds.function).u32(index).toBytes());
  }

  /** The module. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const types = this.#signatures.map(({ params, results }) =>
      new ByteWriter()
        .byte(0x60)
        .sized(Uint8Array.from(params, codeOf))
        .sized(Uint8Array.from(results, codeOf))
        .toBytes(),
    );
    const functions = this.#functions.map(({ type }) => new ByteWriter().u32(type).toBytes());
    const code = this.#functions.map((entry) => new ByteWriter().sized(entry.code).toBytes());
    const out = new ByteWriter().bytes(header);
    writeSection(out, sections.type, types);
    writeSection(out, sections.import, this.#imports);
    writeSection(out, sections.function, functions);
    writeSection(out, sections.export, this.#exports);
    writeSection(out, sections.code, code);
    return out.toBytes();
  }

  #import(module: string, name: string): ByteWriter {
    return new ByteWriter().name(module).name(name);
  }
}

function writeSection(out: ByteWriter, id: number, entries: readonly Uint8Array[]): void {
  if (entries.length === 0) return;
  const content = new ByteWriter().u32(entries.length);
  for (const entry of entries) content.bytes(entry);
  out.byte(id).sized(content.toBytes());
}
