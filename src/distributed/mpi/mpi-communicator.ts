/** MPI as a communicator: its calls on memory where it lies. Called from the main thread alone. */

import type { DType, StorageArray } from '../../graph/dtype.js';
import type { Communicator, Data, Reducing, Reduction } from '../process/communicator.js';
import { DistributedError } from '../process/errors.js';
import type { Handle } from './abi.js';
import type { MpiLibrary } from './library.js';
import { type Arrival, Ring } from './ring.js';

/** Tags of messages: of a user's `send`, of those who leave, and of reductions. */
const dataTag = 1;
const farewellTag = 2;
const ringTag = 3;
/** `MPI_THREAD_FUNNELED`: only the main thread calls MPI. */
const funneled = 1;
/** Milliseconds of polling before a wait lets go of its core, and between looks for farewells. */
const spinning = 2;
const lookingOut = 50;
/** Milliseconds that it lets go for. */
const nap = 0.05;

/** Called by name; arguments are checked by nobody. */
type Call = (...args: readonly unknown[]) => number;

const definitions = {
  init: 'int MPI_Init_thread(void *count, void *args, int required, void *provided)',
  size: 'int MPI_Comm_size(H comm, void *size)',
  rank: 'int MPI_Comm_rank(H comm, void *rank)',
  onError: 'int MPI_Comm_set_errhandler(H comm, H handler)',
  errorText: 'int MPI_Error_string(int code, void *text, void *length)',
  broadcast: 'int MPI_Bcast(void *data, int count, H type, int root, H comm)',
  allReduce: 'int MPI_Allreduce(void *from, void *to, int count, H type, H op, H comm)',
  startAllReduce:
    'int MPI_Iallreduce(void *from, void *to, int count, H type, H op, H comm, void *request)',
  allGather: 'int MPI_Allgather(void *from, int n, H type, void *to, int count, H toType, H comm)',
  reduceScatter:
    'int MPI_Reduce_scatter_block(void *from, void *to, int count, H type, H op, H comm)',
  allToAll: 'int MPI_Alltoall(void *from, int n, H type, void *to, int m, H toType, H comm)',
  gather: 'int MPI_Gather(void *part, int n, H type, void *all, int m, H toType, int root, H comm)',
  scatter:
    'int MPI_Scatter(void *all, int n, H type, void *part, int m, H toType, int root, H comm)',
  send: 'int MPI_Send(void *data, int count, H type, int to, int tag, H comm)',
  startSend: 'int MPI_Isend(void *data, int count, H type, int to, int tag, H comm, void *request)',
  receive: 'int MPI_Recv(void *data, int count, H type, int from, int tag, H comm, void *status)',
  startReceive:
    'int MPI_Irecv(void *data, int count, H type, int from, int tag, H comm, void *request)',
  reduceLocal: 'int MPI_Reduce_local(void *values, void *into, int count, H type, H op)',
  probe: 'int MPI_Iprobe(int from, int tag, H comm, void *flag, void *status)',
  count: 'int MPI_Get_count(void *status, H type, void *count)',
  test: 'int MPI_Test(void *request, void *flag, void *status)',
  abort: 'int MPI_Abort(H comm, int code)',
  finalize: 'int MPI_Finalize()',
} as const;

type Calls = { readonly [Name in keyof typeof definitions]: Call };

/** Loaded and initialised MPI. */
export class MpiCommunicator implements Communicator {
  readonly rank: number;
  readonly size: number;
  readonly library: string;
  readonly #library: MpiLibrary;
  readonly #calls: Calls;
  readonly #world: Handle;
  /** The reduction that has begun and not come to its end. */
  #ring: Ring | null = null;
  #alarm: (call: string) => void = () => {};
  /** Messages on their way, which must stay where they are. */
  readonly #sent: { readonly text: Uint8Array; readonly request: BigInt64Array }[] = [];

  constructor(library: MpiLibrary) {
    this.#library = library;
    this.library = library.version;
    const entries = Object.entries(definitions).map(([name, text]) => [name, library.func(text)]);
    this.#calls = Object.fromEntries(entries);
    this.#world = library.handle(library.abi.world);
    this.#check('MPI_Init_thread', this.#calls.init(null, null, funneled, new Int32Array(1)));
    this.#check(
      'MPI_Comm_set_errhandler',
      this.#calls.onError(this.#world, library.handle(library.abi.errorsReturn)),
    );
    this.size = this.#number('MPI_Comm_size', (to) => this.#calls.size(this.#world, to));
    this.rank = this.#number('MPI_Comm_rank', (to) => this.#calls.rank(this.#world, to));
  }

  #number(name: string, call: (to: Int32Array) => number): number {
    const to = new Int32Array(1);
    this.#check(name, call(to));
    return to[0] ?? 0;
  }

  #check(name: string, code: number): void {
    if (code === 0) return;
    const text = Buffer.alloc(8192);
    const length = new Int32Array(1);
    this.#calls.errorText(code, text, length);
    const said = text.toString('latin1', 0, length[0]);
    throw new DistributedError(`${name} failed on rank ${this.rank}: ${said}`);
  }

  #type(dtype: DType | null): Handle {
    const { abi } = this.#library;
    return this.#library.handle(dtype === null ? abi.byte : abi.types[dtype]);
  }

  #op(op: Reduction): Handle {
    return this.#library.handle(this.#library.abi.ops[op]);
  }

  get #inPlace(): bigint {
    return this.#library.abi.inPlace;
  }

  meet(call: string, numbers: Float64Array): Float64Array {
    if (this.#ring !== null) {
      throw new DistributedError(
        `${call}: an error has cut off an earlier backward(), whose gradients were on their way, so ` +
          'the ranks cannot go on. Start again from the last checkpoint',
        'everywhere',
      );
    }
    // A message of a few bytes that can be waited for with open eyes, before calls that cannot.
    const largest = numbers.slice();
    const request = new BigInt64Array(1);
    const [type, op] = [this.#type('float64'), this.#op('max')];
    const { inPlace } = this.#library.abi;
    this.#check(
      call,
      this.#calls.startAllReduce(inPlace, largest, largest.length, type, op, this.#world, request),
    );
    const { ignoreStatus } = this.#library.abi;
    this.#wait(call, (flag) => this.#calls.test(request, flag, ignoreStatus));
    return largest;
  }

  /** Waits until `test` sets its flag. @throws DistributedError when a rank has left meanwhile. */
  #wait(call: string, test: (flag: Int32Array) => number, spin = spinning): void {
    this.#poll(call, test, () => this.#lookOut(call), spin);
  }

  /** Waits until `test` sets its flag; `beside` is called now and then. */
  #poll(
    call: string,
    test: (flag: Int32Array) => number,
    beside: () => void = () => {},
    spin = spinning,
  ): void {
    const flag = new Int32Array(1);
    // Nobody wakes who waits here: it is for sleeping a while.
    const sleeper = new Int32Array(new SharedArrayBuffer(4));
    const start = performance.now();
    let look = start + lookingOut;
    for (;;) {
      this.#check(call, test(flag));
      if (flag[0] !== 0) return;
      const now = performance.now();
      if (now - start > spin) Atomics.wait(sleeper, 0, 0, nap);
      if (now < look) continue;
      beside();
      look = now + lookingOut;
    }
  }

  /** Throws when one of the others has said that it leaves, or is lost. */
  #lookOut(call: string): void {
    this.#alarm(call);
    for (let from = 0; from < this.size; from++) {
      if (from === this.rank) continue;
      const why = this.heard(from);
      if (why === null) continue;
      const message = `rank ${from} ${why}, while rank ${this.rank} waits in ${call}`;
      throw new DistributedError(message, why.startsWith('failed') ? 'elsewhere' : 'here');
    }
  }

  heed(look: (call: string) => void): void {
    this.#alarm = look;
  }

  heard(from: number): string | null {
    const flag = new Int32Array(1);
    const status = new Int32Array(16);
    const code = this.#calls.probe(from, farewellTag, this.#world, flag, status);
    this.#check('farewell', code);
    return flag[0] === 0 ? null : this.#farewellFrom(from, status);
  }

  #goodbyeOf(from: number): void {
    const status = new Int32Array(16);
    this.#poll('the end', (flag) => {
      return this.#calls.probe(from, farewellTag, this.#world, flag, status);
    });
    this.#farewellFrom(from, status);
  }

  #farewellFrom(from: number, status: Int32Array): string {
    const byte = this.#type(null);
    const bytes = this.#number('farewell', (to) => this.#calls.count(status, byte, to));
    const text = new Uint8Array(bytes);
    this.#receive(text, null, from, farewellTag);
    return new TextDecoder().decode(text);
  }

  broadcast(data: Data, dtype: DType | null, root: number): void {
    const type = this.#type(dtype);
    this.#check('broadcast', this.#calls.broadcast(data, data.length, type, root, this.#world));
  }

  allReduce(data: StorageArray, dtype: DType, op: Reduction): void {
    const [type, how] = [this.#type(dtype), this.#op(op)];
    this.#check(
      'allReduce',
      this.#calls.allReduce(this.#inPlace, data, data.length, type, how, this.#world),
    );
  }

  startRing(data: StorageArray, dtype: DType, op: Reduction): Reducing {
    const call = 'allReduce';
    const [type, how] = [this.#type(dtype), this.#op(op)];
    const { startSend, startReceive, reduceLocal, test } = this.#calls;
    const { ignoreStatus } = this.#library.abi;
    const flag = new Int32Array(1);
    const start = (message: Call, values: StorageArray, rank: number): Arrival => {
      const request = new BigInt64Array(1);
      this.#check(call, message(values, values.length, type, rank, ringTag, this.#world, request));
      return () => {
        this.#check(call, test(request, flag, ignoreStatus));
        return flag[0] !== 0;
      };
    };
    const ring = new Ring(
      {
        rank: this.rank,
        size: this.size,
        startSend: (values, to) => start(startSend, values, to),
        startReceive: (values, from) => start(startReceive, values, from),
        reduce: (values, into) => {
          this.#check(call, reduceLocal(values, into, into.length, type, how));
        },
      },
      data,
      dtype,
    );
    this.#ring = ring;
    const advance = (): boolean => {
      const isDone = ring.advance();
      if (isDone) this.#ring = null;
      return isDone;
    };
    return {
      advance,
      // Others on this core may work meanwhile: the kernel has more to send for as long as that.
      finish: () => this.#wait(call, (flag) => setFlag(flag, advance()), 0),
    };
  }

  allGather(all: Data, dtype: DType | null): void {
    const type = this.#type(dtype);
    const count = all.length / this.size;
    this.#check(
      'allGather',
      this.#calls.allGather(this.#inPlace, 0, type, all, count, type, this.#world),
    );
  }

  reduceScatter(data: StorageArray, dtype: DType, op: Reduction): void {
    const [type, how] = [this.#type(dtype), this.#op(op)];
    const count = data.length / this.size;
    this.#check(
      'reduceScatter',
      this.#calls.reduceScatter(this.#inPlace, data, count, type, how, this.#world),
    );
  }

  allToAll(parts: StorageArray, to: StorageArray, dtype: DType): void {
    const type = this.#type(dtype);
    const count = parts.length / this.size;
    this.#check('allToAll', this.#calls.allToAll(parts, count, type, to, count, type, this.#world));
  }

  gather(part: Data, all: Data | null, dtype: DType | null, root: number): void {
    const type = this.#type(dtype);
    const { length } = part;
    this.#check(
      'gather',
      this.#calls.gather(part, length, type, all, length, type, root, this.#world),
    );
  }

  scatter(all: Data | null, part: Data, dtype: DType | null, root: number): void {
    const type = this.#type(dtype);
    const { length } = part;
    this.#check(
      'scatter',
      this.#calls.scatter(all, length, type, part, length, type, root, this.#world),
    );
  }

  send(data: Data, dtype: DType | null, to: number): void {
    const type = this.#type(dtype);
    this.#check('send', this.#calls.send(data, data.length, type, to, dataTag, this.#world));
  }

  receive(data: Data, dtype: DType | null, from: number): void {
    const status = new Int32Array(16);
    this.#wait('recv', (flag) => this.#calls.probe(from, dataTag, this.#world, flag, status));
    this.#receive(data, dtype, from, dataTag);
  }

  #receive(data: Data, dtype: DType | null, from: number, tag: number): void {
    const type = this.#type(dtype);
    const { ignoreStatus } = this.#library.abi;
    this.#check(
      'recv',
      this.#calls.receive(data, data.length, type, from, tag, this.#world, ignoreStatus),
    );
  }

  farewell(why: string): void {
    const text = new TextEncoder().encode(why);
    const byte = this.#type(null);
    for (let to = 0; to < this.size; to++) {
      if (to === this.rank) continue;
      const request = new BigInt64Array(1);
      this.#sent.push({ text, request });
      this.#calls.startSend(text, text.length, byte, to, farewellTag, this.#world, request);
    }
  }

  abort(code: number): void {
    this.#calls.abort(this.#world, code);
  }

  finalize(): void {
    // Nobody goes before all have said goodbye, and no message is left behind.
    for (let from = 0; from < this.size; from++) if (from !== this.rank) this.#goodbyeOf(from);
    const { ignoreStatus } = this.#library.abi;
    for (const { request } of this.#sent) {
      this.#poll('the end', (flag) => this.#calls.test(request, flag, ignoreStatus));
    }
    this.#check('MPI_Finalize', this.#calls.finalize());
  }
}

/** Answers as MPI's tests do. */
function setFlag(flag: Int32Array, isSet: boolean): number {
  flag[0] = isSet ? 1 : 0;
  return 0;
}
