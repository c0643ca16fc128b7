/**
 * A compiled program on the device. Commands and arguments are written once; a run patches the
 * addresses and scalars that changed, makes one call, and hands the outputs over. Which kernels to
 * launch and where temporaries lie in the arena is the compiler's decision.
 */

import type { Buffer } from '../../compiler/lower/launch.js';
import { internal } from '../../errors.js';
import type { Block, Storage } from '../../graph/storage.js';
import { at } from '../../list.js';
import type { Place } from '../block-store.js';
import type {
  Fault,
  LoadedProgram,
  OutputPlan,
  ProgramPlan,
  RunListener,
  RunOptions,
} from '../device.js';
import { looksOf, type ProgramLooks } from '../looks.js';
import { isFirstUse, maxStagedBytes, storageBytes } from '../residency.js';
import { activeWatch } from '../watch.js';
import { type Assembly, assemble, type ScalarUse } from './assemble.js';
import { Bindings } from './bindings.js';
import type { Machine } from './machine.js';
import { commandBytes, control } from './memory/layout.js';
import { addressOf, pointerOf } from './memory/store.js';
import { Trial } from './threads/trial.js';

/**
 * Less parallel work than this runs on the calling thread. Waking others takes 10 to 50 us, but in
 * a loop they are still awake; the trial finds out.
 */
export const worthThreadsNanoseconds = 20_000;

/** A program that is ready to run. */
export class Program implements LoadedProgram {
  readonly #device: Machine;
  readonly #assembly: Assembly;
  readonly #looks: ProgramLooks;
  readonly #outputPlans: readonly OutputPlan[];
  readonly #tempOffsets: readonly number[];
  readonly #slices: ReadonlySet<number>;
  readonly #inputs: Bindings;
  readonly #outputs: Bindings;
  readonly #temps: Bindings;
  /** Offset in the arena of each input's copy (-1 before its first use) and of each host output. */
  readonly #stages: Int32Array;
  readonly #hostOutputs: Int32Array;
  /** Blocks for the device outputs of the next run. */
  readonly #blocks: (Block | null)[];
  /** The early outputs, by the command after which each is ready. */
  readonly #early: ReadonlyMap<number, readonly number[]>;
  readonly #trial: Trial = new Trial();
  #hasRun = false;
  #arenaBytes: number;
  #arena = 0;

  /** Compiles the kernels that are new and writes commands and arguments to device memory. */
  constructor(device: Machine, plan: ProgramPlan) {
    this.#device = device;
    this.#assembly = assemble(device, plan.batches);
    this.#looks = looksOf(plan.batches, plan.arenaBytes);
    this.#outputPlans = plan.outputs;
    this.#tempOffsets = plan.tempOffsets;
    this.#slices = plan.slices ?? new Set();
    const { input, output, temp } = this.#assembly.addresses;
    this.#inputs = new Bindings(plan.inputs, input);
    this.#outputs = new Bindings(plan.outputs.length, output);
    this.#temps = new Bindings(plan.tempOffsets.length, temp);
    this.#stages = new Int32Array(plan.inputs).fill(-1);
    this.#hostOutputs = new Int32Array(plan.outputs.length);
    this.#blocks = plan.outputs.map(() => null);
    this.#arenaBytes = plan.arenaBytes;
    this.#early = earlyOutputs(plan);
    plan.outputs.forEach(({ place, bytes }, i) => {
      if (place === 'host') this.#hostOutputs[i] = this.#reserve(bytes);
    });
  }

  run(
    inputs: readonly Storage[],
    scalars: ArrayLike<number>,
    outputs: readonly Storage[],
    { makeRoom, offsets = [], listener = null }: RunOptions = {},
  ): Fault | null {
    const { residency } = this.#device;
    const inputBytes = this.#bindInputs(inputs, offsets);
    makeRoom?.();
    const outputBytes = this.#bindOutputs();
    this.#writeScalars(scalars);
    const fault = listener === null ? this.#execute() : this.#executeInTurn(listener);
    if (fault === null) this.#handOver(outputs);
    residency.endRun(inputs.length + outputs.length, inputBytes + outputBytes);
    return fault;
  }

  runAt(
    inputs: readonly Place[],
    output: Place,
    arena: Place,
    scalars: readonly number[],
  ): Fault | null {
    const { i32 } = this.#device.memory.views;
    for (let i = 0; i < inputs.length; i++) this.#inputs.bind(i32, i, addressOf(at(inputs, i)));
    this.#outputs.bind(i32, 0, addressOf(output));
    const base = addressOf(arena);
    if (base !== this.#arena) {
      this.#arena = base;
      this.#bindTemps(base);
    }
    this.#writeScalars(scalars);
    return this.#execute();
  }

  #bindTemps(base: number): void {
    const { i32 } = this.#device.memory.views;
    this.#tempOffsets.forEach((offset, i) => {
      this.#temps.bind(i32, i, base + offset);
    });
  }

  get arenaBytes(): number {
    return this.#arenaBytes;
  }

  /** Its commands, and what is kept of each launch on the host. */
  get bytes(): number {
    const { block, addresses } = this.#assembly;
    const uses = addresses.input.length + addresses.output.length + addresses.temp.length;
    return 4096 + 2 * block.bytes + 64 * uses + 256 * this.#looks.kernels.length;
  }

  release(): void {
    const { residency } = this.#device;
    residency.free(this.#assembly.block);
    for (const block of this.#blocks) if (block !== null) residency.free(block);
    this.#blocks.fill(null);
  }

  /** Binds inputs, and with them the arena, in which some are staged; returns their bytes. */
  #bindInputs(inputs: readonly Storage[], offsets: readonly number[]): number {
    const { memory, residency } = this.#device;
    let bytes = 0;
    let staged = false;
    for (let i = 0; i < inputs.length; i++) {
      const storage = at(inputs, i);
      if (storage.lastUse !== residency.run) bytes += storageBytes(storage);
      if (this.#stage(storage, i)) staged = true;
      else {
        // First the pointer: the memory may grow for it, and then has other views.
        const pointer = pointerOf(residency.ensure(storage)) + (offsets[i] ?? 0);
        this.#inputs.bind(memory.views.i32, i, pointer);
      }
    }
    this.#bindArena();
    if (staged) this.#copyStaged(inputs);
    return bytes;
  }

  /**
   * Whether to copy an input to the arena. Most host arrays are used once (a batch): keeping them
   * in device memory would only push others out. At its second use a value is kept, and one of
   * which a slice is used at once: others will follow.
   */
  #stage(storage: Storage, index: number): boolean {
    if (!isFirstUse(storage)) return false;
    if (this.#slices.has(index)) return false;
    const bytes = storageBytes(storage);
    if (bytes > maxStagedBytes) return false;
    if (this.#stages[index] === -1) this.#stages[index] = this.#reserve(bytes);
    return true;
  }

  #copyStaged(inputs: readonly Storage[]): void {
    const { memory, residency, arena } = this.#device;
    inputs.forEach((storage, i) => {
      if (this.#slices.has(i)) return;
      if (storage.device !== null) {
        // Staged or not, it is there now if another input is a slice of it.
        this.#inputs.bind(memory.views.i32, i, pointerOf(storage.device));
        return;
      }
      const offset = this.#stages[i] ?? 0;
      residency.copyTo(storage, { block: arena.reserve(this.#arenaBytes), offset });
      this.#inputs.bind(memory.views.i32, i, this.#arena + offset);
    });
  }

  /** Room in the arena behind what there is. */
  #reserve(bytes: number): number {
    const offset = Math.ceil(this.#arenaBytes / 64) * 64;
    this.#arenaBytes = offset + bytes;
    return offset;
  }

  /** Writes the addresses of temporaries and host outputs when the arena has moved. */
  #bindArena(): void {
    const { arena, memory } = this.#device;
    const base = pointerOf(arena.reserve(this.#arenaBytes));
    if (base === this.#arena) return;
    this.#arena = base;
    const { i32 } = memory.views;
    this.#bindTemps(base);
    this.#outputPlans.forEach(({ place }, i) => {
      if (place === 'host') this.#outputs.bind(i32, i, base + (this.#hostOutputs[i] ?? 0));
    });
  }

  /** Finds blocks for the device outputs; returns the bytes of all outputs. */
  #bindOutputs(): number {
    const { residency, memory } = this.#device;
    const outputs = this.#outputPlans;
    let total = 0;
    for (let i = 0; i < outputs.length; i++) {
      const { place, bytes } = at(outputs, i);
      total += bytes;
      if (place === 'host') continue;
      // A block that an earlier run did not hand over (a fault, full memory) serves now.
      const block = this.#blocks[i] ?? residency.allocate(bytes);
      this.#blocks[i] = block;
      this.#outputs.bind(memory.views.i32, i, pointerOf(block));
    }
    return total;
  }

  #writeScalars(scalars: ArrayLike<number>): void {
    const { views } = this.#device.memory;
    const { i32, f32, f64 } = this.#assembly.scalars;
    writeWords(views.i32, i32, scalars);
    writeWords(views.f32, f32, scalars);
    writeWords(views.f64, f64, scalars);
  }

  #execute(): Fault | null {
    const { run, threads, memory } = this.#device;
    const { commands, count, parallelWork } = this.#assembly;
    const watch = activeWatch();
    if (watch !== null) {
      watch(this.#looks, (i) => run(commands + i * commandBytes, 1, 0));
      return this.#takeFault();
    }
    let helped = !this.#hasRun;
    if (parallelWork >= worthThreadsNanoseconds && threads.help(parallelWork)) {
      helped = this.#trial.measure((help) => {
        const given = memory.views.i32[control.given / 4];
        run(commands, count, help ? 1 : 0);
        return memory.views.i32[control.given / 4] !== given;
      });
    } else {
      // New kernels run in chunks: engines put optimised code in place between two calls.
      run(commands, count, helped ? 1 : 0);
    }
    this.#hasRun = true;
    const fault = this.#takeFault();
    if (fault === null || !helped) return fault;
    // Threads race to report; one thread alone meets the first bad index first.
    run(commands, count, 0);
    return this.#takeFault() ?? fault;
  }

  /** Command by command once an early output is ready. */
  #executeInTurn(listener: RunListener): Fault | null {
    const { run, threads } = this.#device;
    const { commands, count, parallelWork } = this.#assembly;
    const help = parallelWork >= worthThreadsNanoseconds && threads.help(parallelWork) ? 1 : 0;
    const first = Math.min(count, ...this.#early.keys());
    run(commands, first, help);
    for (let i = first; i < count; i++) {
      run(commands + i * commandBytes, 1, help);
      for (const output of this.#early.get(i) ?? []) {
        const block = this.#blocks[output] ?? null;
        if (block !== null) listener.ready(output, block);
      }
      listener.between();
    }
    return this.#takeFault();
  }

  #takeFault(): Fault | null {
    const { i32, f64 } = this.#device.memory.views;
    if (i32[control.trapped / 4] !== 0) {
      i32[control.trapped / 4] = 0;
      throw internal('a kernel trapped in a worker thread');
    }
    const site = i32[control.fault / 4] ?? 0;
    if (site === 0) return null;
    i32[control.fault / 4] = 0;
    if (site < 0) {
      const at = control.fault / 8;
      return {
        site: -site,
        value: unwrapped(f64[at + 1] ?? Number.NaN, f64[at + 2] ?? Number.NaN),
      };
    }
    return { site, value: i32[control.fault / 4 + 1] ?? 0 };
  }

  #handOver(outputs: readonly Storage[]): void {
    const { residency, memory } = this.#device;
    for (let i = 0; i < outputs.length; i++) {
      const storage = at(outputs, i);
      const block = this.#blocks[i] ?? null;
      if (block === null) {
        const pointer = this.#arena + (this.#hostOutputs[i] ?? 0);
        storage.host = memory.download(pointer, storage.dtype, storage.length);
      } else {
        residency.adopt(storage, block);
        this.#blocks[i] = null;
      }
    }
  }
}

/** The last command that reads or writes each of the early outputs. */
function earlyOutputs({ outputs, batches }: ProgramPlan): Map<number, readonly number[]> {
  const byCommand = new Map<number, readonly number[]>();
  outputs.forEach(({ isEarly = false }, output) => {
    if (!isEarly) return;
    const touches = ({ kind, index }: Buffer): boolean => kind === 'output' && index === output;
    const last = batches.findLastIndex((batch) =>
      batch.some(({ reads, writes }) => reads.some(touches) || writes.some(touches)),
    );
    byCommand.set(last, [...(byCommand.get(last) ?? []), output]);
  });
  return byCommand;
}

/** What is near a number, and differs from `x` by a multiple of 2^32: an int32 may have wrapped. */
function unwrapped(x: number, near: number): number {
  const turns = Math.round((near - x) / 2 ** 32);
  return Number.isFinite(turns) ? x + turns * 2 ** 32 : near;
}

function writeWords(
  view: Int32Array | Float32Array | Float64Array,
  uses: readonly ScalarUse[],
  scalars: ArrayLike<number>,
): void {
  for (const { scalar, word } of uses) view[word] = scalars[scalar] ?? Number.NaN;
}
