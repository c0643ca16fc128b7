/**
 * The loop that runs a program, in WebAssembly: one call from JavaScript goes through all commands.
 * A command calls one kernel for several parts, each with arguments of its own.
 * A parallel command is offered to the workers as a ticket of chunks: the main thread takes chunks
 * from the start, workers from the end (so that each side meets its own cache lines again), and
 * the main thread goes on when all chunks are done. A worker that sleeps or is slow costs nothing
 * but its help: nobody waits for it to arrive, only for chunks that it has taken. Chunks do not
 * depend on the number of threads, so neither do results.
 */

import { ModuleWriter } from '../../../wasm/encoder.js';
import { FunctionWriter, type Label, type Signature } from '../../../wasm/function-writer.js';
import {
  command,
  commandBytes,
  control,
  cut,
  cutBytes,
  part,
  partBytes,
} from '../memory/layout.js';
import { maxPages } from '../memory/memory.js';

/** What every kernel takes: address of the arguments, start and end of its part of the range. */
export const kernelSignature: Signature = { params: ['i32', 'i32', 'i32'], results: [] };

/** Looks at an empty ticket this often before sleeping: 50 to 100 us. */
const idleSpins = 40_000;
/** Looks at unfinished chunks this often before giving the core away for a moment. */
const patience = 20_000;
const napNanoseconds = 50_000n;
/** The ticket is (offer << 32 | end << 16 | start). */
const oneOffer = 1n << 32n;
const oneFromEnd = 0x10000n;

/** Functions that a module needs to know of each other. */
interface Runner {
  readonly kernelType: number;
  readonly chunk: number;
  readonly wake: number;
}

/**
 * The module. Imports `env.memory` and `env.table`; exports `run(commands, count, parallel)` and,
 * when the memory is shared, `serve(worker, kernels)`, which works for the main thread until
 * there are kernels that its thread has not compiled. `mayBlock`: whether the caller of `run` may
 * sleep while others work.
 */
export function runnerModule(shared: boolean, mayBlock: boolean): Uint8Array<ArrayBuffer> {
  const module = new ModuleWriter();
  module.importMemory('env', 'memory', { min: 1, max: maxPages, shared });
  module.importTable('env', 'table', 1);
  const kernelType = module.type(kernelSignature);
  if (!shared) {
    module.exportFunction('run', module.addFunction(runFunction(kernelType, null)));
    return module.toBytes();
  }
  const runner: Runner = {
    kernelType,
    chunk: module.addFunction(chunkFunction(kernelType)),
    wake: module.addFunction(wakeFunction()),
  };
  const share = module.addFunction(shareFunction(runner, mayBlock));
  const run = runFunction(kernelType, { share, wake: runner.wake });
  module.exportFunction('run', module.addFunction(run));
  module.exportFunction('serve', module.addFunction(serveFunction(runner)));
  return module.toBytes();
}

/** run(commands, count, parallel): calls the kernels one after the other. */
function runFunction(
  kernelType: number,
  threads: { readonly share: number; readonly wake: number } | null,
): FunctionWriter {
  const f = new FunctionWriter({ params: ['i32', 'i32', 'i32'], results: [] });
  const [at, count, parallel] = [0, 1, 2];
  const [end, one] = [f.local('i32'), f.local('i32')];
  const callWhole = (): void => {
    f.get(at).memory('i32.load', command.parts).set(one);
    f.loop((next) => {
      f.get(one).memory('i32.load', part.args).i32(0);
      f.get(one).memory('i32.load', part.range);
      f.get(at).memory('i32.load', command.kernel).callIndirect(kernelType);
      f.get(one).i32(partBytes).op('i32.add').tee(one);
      f.get(at).memory('i32.load', command.end).op('i32.ne').brIf(next);
    });
  };
  f.get(at).get(count).i32(commandBytes).op('i32.mul').op('i32.add').set(end);
  if (threads !== null) f.get(parallel).if(() => f.call(threads.wake));
  return f.block((done) =>
    f.loop((next) => {
      f.get(at).get(end).op('i32.eq').brIf(done);
      if (threads === null) callWhole();
      else {
        f.get(at).memory('i32.load', command.chunks).i32(1).op('i32.gt_u');
        f.get(parallel).op('i32.and');
        f.if(() => f.get(at).call(threads.share), callWhole);
      }
      f.get(at).i32(commandBytes).op('i32.add').set(at).br(next);
    }),
  );
}

/** chunk(command, index): calls the kernel for one chunk, which may end several parts further. */
function chunkFunction(kernelType: number): FunctionWriter {
  const f = new FunctionWriter({ params: ['i32', 'i32'], results: [] });
  const [at, index] = [0, 1];
  const [from, one, lo] = [f.local('i32'), f.local('i32'), f.local('i32')];
  const call = (pushEnd: () => void): void => {
    f.get(one).memory('i32.load', part.args).get(lo);
    pushEnd();
    f.get(at).memory('i32.load', command.kernel).callIndirect(kernelType);
  };
  f.get(at).memory('i32.load', command.cuts);
  f.get(index).i32(cutBytes).op('i32.mul').op('i32.add').tee(from);
  f.memory('i32.load', cut.part).set(one);
  f.get(from).memory('i32.load', cut.unit).set(lo);
  f.block((last) =>
    f.loop((next) => {
      f.get(one)
        .get(from)
        .memory('i32.load', cutBytes + cut.part)
        .op('i32.eq')
        .brIf(last);
      call(() => f.get(one).memory('i32.load', part.range));
      f.get(one).i32(partBytes).op('i32.add').set(one);
      f.i32(0).set(lo).br(next);
    }),
  );
  f.get(lo)
    .get(from)
    .memory('i32.load', cutBytes + cut.unit)
    .op('i32.lt_u');
  return f.if(() => call(() => f.get(from).memory('i32.load', cutBytes + cut.unit)));
}

/** wake(): gets sleeping workers up; cheap when none sleeps. */
function wakeFunction(): FunctionWriter {
  const f = new FunctionWriter({ params: [], results: [] });
  f.i32(0).memory('i32.atomic.load', control.sleeping);
  return f.if(() => {
    // Cleared here, not by those who wake: they may take long to get a core, and need no second
    // call.
    f.i32(0).i32(0).memory('i32.atomic.store', control.sleeping);
    f.i32(0).i32(1).memory('i32.atomic.rmw.add', control.wake).op('drop');
    f.i32(0).i32(-1).memory('memory.atomic.notify', control.wake).op('drop');
  });
}

/** share(command): offers the chunks, works on them too, returns when all are done. */
function shareFunction(runner: Runner, mayBlock: boolean): FunctionWriter {
  const f = new FunctionWriter({ params: ['i32'], results: [] });
  const at = 0;
  const [ticket, rest, seen] = [f.local('i64'), f.local('i32'), f.local('i32')];
  const start = f.local('i32');
  f.i32(0).i32(0).memory('i32.atomic.store', control.done);
  f.i32(0).get(at).memory('i32.atomic.store', control.command);
  f.get(at).memory('i32.load', command.chunks).set(rest);
  f.i32(0);
  f.i32(0).memory('i64.atomic.load', control.ticket).i64(-oneOffer).op('i64.and');
  f.i64(oneOffer).op('i64.add');
  f.get(rest).op('i64.extend_i32_u').i64(16n).op('i64.shl').op('i64.or');
  f.memory('i64.atomic.store', control.ticket);
  f.call(runner.wake);
  f.block((taken) =>
    f.loop((next) => {
      f.i32(0).memory('i64.atomic.load', control.ticket).set(ticket);
      breakIfEmpty(f, ticket, taken);
      f.get(ticket).op('i32.wrap_i64').i32(0xffff).op('i32.and').set(start);
      f.i32(0).get(ticket).get(ticket).i64(1n).op('i64.add');
      f.memory('i64.atomic.rmw.cmpxchg', control.ticket).get(ticket).op('i64.ne').brIf(next);
      f.get(at).get(start).call(runner.chunk);
      f.get(rest).i32(1).op('i32.sub').set(rest).br(next);
    }),
  );
  awaitDone(f, rest, seen, mayBlock);
  f.i32(0);
  f.i32(0).memory('i32.load', control.given).get(rest).op('i32.add');
  return f.memory('i32.store', control.given);
}

/** Waits until workers have finished `rest` chunks. */
function awaitDone(
  f: FunctionWriter,
  rest: number,
  seen: number,
  mayBlock: boolean,
): FunctionWriter {
  const spins = f.local('i32');
  return f.block((finished) =>
    f.loop((next) => {
      f.i32(0).memory('i32.atomic.load', control.done).tee(seen);
      f.get(rest).op('i32.eq').brIf(finished);
      f.get(spins).i32(1).op('i32.add').tee(spins);
      f.i32(patience).op('i32.lt_u').brIf(next);
      // Nobody notifies this address: the nap lets a worker run that has lost its core to us.
      if (mayBlock) {
        f.i32(0).get(seen).i64(napNanoseconds);
        f.memory('memory.atomic.wait32', control.done).op('drop');
      }
      f.br(next);
    }),
  );
}

/** serve(worker, kernels): takes chunks while there are `kernels` kernels, no more. */
function serveFunction(runner: Runner): FunctionWriter {
  const f = new FunctionWriter({ params: ['i32', 'i32'], results: [] });
  const [worker, kernels] = [0, 1];
  const [ticket, at, spins] = [f.local('i64'), f.local('i32'), f.local('i32')];
  const idle = (next: Label): void => {
    f.get(spins).i32(1).op('i32.add').tee(spins).i32(idleSpins).op('i32.lt_u').brIf(next);
    f.i32(0).set(spins);
    sleep(f, worker, ticket);
    f.br(next);
  };
  return f.block((leave) =>
    f.loop((next) => {
      f.block((empty) => {
        // The ticket first: a kernel on offer has been registered before.
        f.i32(0).memory('i64.atomic.load', control.ticket).set(ticket);
        f.i32(0).memory('i32.atomic.load', control.kernels).get(kernels).op('i32.ne').brIf(leave);
        breakIfEmpty(f, ticket, empty);
        breakIfInactive(f, worker, empty);
        f.i32(0).set(spins);
        // Belongs to the ticket if the exchange succeeds: the command changes only when no chunk
        // of it is left.
        f.i32(0).memory('i32.atomic.load', control.command).set(at);
        f.i32(0).get(ticket).get(ticket).i64(oneFromEnd).op('i64.sub');
        f.memory('i64.atomic.rmw.cmpxchg', control.ticket).get(ticket).op('i64.ne').brIf(next);
        f.get(at).get(ticket).op('i32.wrap_i64').i32(16).op('i32.shr_u').i32(1).op('i32.sub');
        f.call(runner.chunk);
        f.i32(0).i32(1).memory('i32.atomic.rmw.add', control.done).op('drop').br(next);
      });
      idle(next);
    }),
  );
}

/**
 * Sleeps until woken. The order matters: a call to wake after the first line changes the address
 * that the last one compares, one before the second line cannot clear the flag, and an offer before
 * the third is seen there.
 */
function sleep(f: FunctionWriter, worker: number, ticket: number): void {
  const wake = f.local('i32');
  f.i32(0).memory('i32.atomic.load', control.wake).set(wake);
  f.i32(0).i32(1).memory('i32.atomic.store', control.sleeping);
  f.block((awake) => {
    f.block((empty) => {
      f.i32(0).memory('i64.atomic.load', control.ticket).set(ticket);
      breakIfEmpty(f, ticket, empty);
      breakIfInactive(f, worker, empty);
      f.br(awake);
    });
    f.i32(0).get(wake).i64(-1n).memory('memory.atomic.wait32', control.wake).op('drop');
  });
}

function breakIfEmpty(f: FunctionWriter, ticket: number, label: Label): void {
  f.get(ticket).op('i32.wrap_i64').i32(0xffff).op('i32.and');
  f.get(ticket).op('i32.wrap_i64').i32(16).op('i32.shr_u');
  f.op('i32.ge_u').brIf(label);
}

function breakIfInactive(f: FunctionWriter, worker: number, label: Label): void {
  f.get(worker).i32(0).memory('i32.atomic.load', control.active);
  f.op('i32.ge_u').brIf(label);
}
