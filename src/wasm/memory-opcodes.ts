/**
 * Codes of the instructions that are written to access memory, atomic ones (threads proposal)
 * included, by the names of the WebAssembly text format. `align` is the power of two that is
 * written as the alignment: the natural one, which atomics demand, except that whole vectors may
 * lie at any multiple of four.
 */

/** Instructions whose immediate is an alignment and an offset. */
export const memoryOpcodes = {
  'i32.load': { code: 0x28, align: 2 },
  'f32.load': { code: 0x2a, align: 2 },
  'f64.load': { code: 0x2b, align: 3 },
  'i32.store': { code: 0x36, align: 2 },
  'f32.store': { code: 0x38, align: 2 },
  'f64.store': { code: 0x39, align: 3 },
  'v128.load': { code: 0xfd0000, align: 2 },
  'v128.load32_splat': { code: 0xfd0009, align: 2 },
  'v128.load64_splat': { code: 0xfd000a, align: 3 },
  'v128.store': { code: 0xfd000b, align: 2 },
  'v128.load32_zero': { code: 0xfd005c, align: 2 },
  'v128.load64_zero': { code: 0xfd005d, align: 3 },
  'memory.atomic.notify': { code: 0xfe0000, align: 2 },
  'memory.atomic.wait32': { code: 0xfe0001, align: 2 },
  'i32.atomic.load': { code: 0xfe0010, align: 2 },
  'i64.atomic.load': { code: 0xfe0011, align: 3 },
  'i32.atomic.store': { code: 0xfe0017, align: 2 },
  'i64.atomic.store': { code: 0xfe0018, align: 3 },
  'i32.atomic.rmw.add': { code: 0xfe001e, align: 2 },
  'i64.atomic.rmw.cmpxchg': { code: 0xfe0049, align: 3 },
};

/** Instructions whose immediates are an alignment, an offset and a lane. */
export const memoryLaneOpcodes = {
  'v128.load32_lane': { code: 0xfd0056, align: 2 },
  'v128.load64_lane': { code: 0xfd0057, align: 3 },
};
