/**
 * Where things lie in the memory that the runner, the workers and the main thread share: the
 * control block at a fixed address, the words of a command, the record of a kernel. What several
 * threads write has a cache line of its own.
 */

/** The control block. */
export const control = {
  /** i64: work on offer, (number of the offer) << 32 | end << 16 | start, in chunks. */
  ticket: 1024,
  /** i32: chunks of the offer that workers have finished. */
  done: 1088,
  /** i32: address to sleep on; it changes at each call to wake. */
  wake: 1152,
  /** i32: whether a worker sleeps or is about to. */
  sleeping: 1156,
  /** i32: address of the command on offer. */
  command: 1216,
  /** i32: workers with a smaller number take part. */
  active: 1220,
  /** i32: kernels registered so far, and the address of the first record. */
  kernels: 1224,
  firstKernel: 1228,
  /** i32: workers that have started. */
  ready: 1232,
  /**
   * i32: chunks of all offers that workers have done; only the main thread writes it, and it wraps.
   */
  given: 1236,
  /**
   * i32 (site, index): an index out of range in a kernel; site 0 while nothing is wrong. Below zero
   * it is that of a number that must not be, and two f64 follow: what there is, and what it is
   * near.
   */
  fault: 1280,
  /** i32: whether a kernel trapped in a worker. */
  trapped: 1304,
} as const;

/**
 * First byte of the memory for data. Kernels fold small constants of an address into the offset of
 * an instruction, which needs the rest of the address to stay above zero.
 */
export const controlEnd = 4096;

/**
 * Byte offsets of the words of a command, each an i32: one kernel, called for each of its parts.
 */
export const command = {
  /** Index of the kernel in the table. */
  kernel: 0,
  /** Addresses of the first part and behind the last one. */
  parts: 4,
  end: 8,
  /** Number of chunks, below 2^16; with 1 nothing is shared. */
  chunks: 12,
  /** Address of the first cut: chunk i goes from cut i to cut i + 1. */
  cuts: 16,
} as const;

/** Bytes from one command to the next. */
export const commandBytes = 32;

/** Byte offsets of the words of a part, one launch of the kernel. */
export const part = {
  /** Address of the arguments. */
  args: 0,
  /** Units of the parallel range. */
  range: 4,
} as const;

/** Bytes from one part to the next. */
export const partBytes = 8;

/**
 * Byte offsets of the words of a cut: before a unit of a part. The last cut is behind all parts.
 */
export const cut = {
  /** Address of the part. */
  part: 0,
  unit: 4,
} as const;

/** Bytes from one cut to the next. */
export const cutBytes = 8;

/** Byte offsets in the record of a kernel; records form a list in the order of the table. */
export const kernelRecord = {
  /** i32: address of the next record, 0 at the end. */
  next: 0,
  /** i32: length of the module that follows. */
  length: 4,
  bytes: 8,
} as const;
