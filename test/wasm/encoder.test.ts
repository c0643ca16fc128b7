/** Bytes of modules as the specification has them, and modules that run. */

import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../src/wasm/byte-writer.js';
import { ModuleWriter } from '../../src/wasm/encoder.js';
import { FunctionWriter } from '../../src/wasm/function-writer.js';

describe('ByteWriter', () => {
  it.each([
    [0, [0]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [624485, [0xe5, 0x8e, 0x26]],
    [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('writes %d as unsigned LEB128', (value, bytes) => {
    expect([...new ByteWriter().u32(value).finished()]).toEqual(bytes);
  });

  it.each([
    [0, [0]],
    [63, [0x3f]],
    [64, [0xc0, 0x00]],
    [-64, [0x40]],
    [-65, [0xbf, 0x7f]],
    [-123456, [0xc0, 0xbb, 0x78]],
    [0x80000000, [0x80, 0x80, 0x80, 0x80, 0x78]],
  ])('writes %d as signed LEB128', (value, bytes) => {
    expect([...new ByteWriter().s32(value).finished()]).toEqual(bytes);
  });

  it.each([0, 127, 128, 16383, 16384, 0xffffffff])('writes a byte and %d in one call', (value) => {
    const bytes = new ByteWriter(1).pair(0x20, value).finished();
    expect([...bytes]).toEqual([...new ByteWriter().byte(0x20).u32(value).finished()]);
  });

  it('writes names with their length, and shows what it has without a copy', () => {
    const writer = new ByteWriter(2).name('env');
    expect([...writer.finished()]).toEqual([3, 0x65, 0x6e, 0x76]);
    expect(writer.finished().buffer).toBe(writer.finished().buffer);
  });

  it('writes floats, little endian', () => {
    const bytes = new ByteWriter().f32(-1.5).f64(0.1).f32(2).finished();
    const expected = new DataView(new ArrayBuffer(16));
    expected.setFloat32(0, -1.5, true);
    expected.setFloat64(4, 0.1, true);
    expected.setFloat32(12, 2, true);
    expect([...bytes]).toEqual([...new Uint8Array(expected.buffer)]);
  });

  it('repeats a byte, and an instruction', () => {
    const bytes = new ByteWriter().byte(1).fill(7, 300).byte(2).finished();
    expect([...bytes]).toEqual([1, ...Array(300).fill(7), 2]);
    const singly = new FunctionWriter({ params: ['i32'], results: ['i32'] }).get(0);
    for (let i = 0; i < 200; i++) singly.op('i32.eqz');
    const atOnce = new FunctionWriter(singly.signature).get(0).repeat('i32.eqz', 200);
    expect([...atOnce.toBytes()]).toEqual([...singly.toBytes()]);
  });

  it('writes 64-bit integers and grows', () => {
    const writer = new ByteWriter();
    for (let i = 0; i < 100; i++) writer.s64(-(2n ** 63n));
    expect(writer.length).toBe(1000);
    expect([...writer.finished().slice(0, 10)]).toEqual([...Array(9).fill(0x80), 0x7f]);
  });
});

describe('ModuleWriter', () => {
  it('numbers imported functions before added ones and shares equal types', () => {
    const writer = new ModuleWriter();
    const signature = { params: ['f64'], results: ['f64'] } as const;
    const imported = writer.importFunction('math', 'exp', signature);
    const body = new FunctionWriter(signature);
    body.get(0).call(imported).f64(1).op('f64.add');
    const added = writer.addFunction(body);
    writer.exportFunction('f', added);
    expect([imported, added, writer.type(signature)]).toEqual([0, 1, 0]);

    const module = new WebAssembly.Module(writer.toBytes());
    const { exports } = new WebAssembly.Instance(module, { math: { exp: Math.exp } });
    expect((exports.f as (x: number) => number)(2)).toBe(Math.exp(2) + 1);
    expect(() => writer.importFunction('math', 'log', signature)).toThrow(/internal/);
  });

  it('branches to labels from inside nested blocks', () => {
    const body = new FunctionWriter({ params: ['i32'], results: ['i32'] });
    const sum = body.local('i32');
    body.block((done) => {
      body.loop((again) => {
        body.get(0).op('i32.eqz').brIf(done);
        body.get(sum).get(0).op('i32.add').set(sum);
        body.get(0).i32(1).op('i32.sub').set(0);
        body.br(again);
      });
    });
    body.get(sum);
    const writer = new ModuleWriter();
    writer.exportFunction('sum', writer.addFunction(body));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(writer.toBytes()));
    expect((exports.sum as (n: number) => number)(10)).toBe(55);
  });

  it('runs atomics and indirect calls on shared memory', () => {
    const writer = new ModuleWriter();
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
    const table = new WebAssembly.Table({ element: 'anyfunc', initial: 1 });
    writer.importMemory('env', 'memory', { min: 1, max: 65536, shared: true });
    writer.importTable('env', 'table', 1);
    const callee = new FunctionWriter({ params: ['i32'], results: [] });
    callee.get(0).i32(5).memory('i32.atomic.rmw.add', 8).op('drop');
    callee.get(0).i32(-1).memory('memory.atomic.notify').op('drop');
    callee.get(0).i32(1).i64(0n).memory('memory.atomic.wait32').op('drop');
    const caller = new FunctionWriter({ params: [], results: [] });
    caller.i32(16).i32(0).callIndirect(writer.type(callee.signature));
    writer.exportFunction('callee', writer.addFunction(callee));
    writer.exportFunction('caller', writer.addFunction(caller));
    const module = new WebAssembly.Module(writer.toBytes());
    const { exports } = new WebAssembly.Instance(module, { env: { memory, table } });
    table.set(0, exports.callee);
    (exports.caller as () => void)();
    expect(new Int32Array(memory.buffer)[6]).toBe(5);
  });
});
