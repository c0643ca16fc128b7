/**
 * The three binary interfaces of MPI: how their libraries write handles and special addresses.
 * Sources: Open MPI's and MPICH's `mpi.h`; for the standard one the MPI Forum's header of MPI 5.0.
 */

import type { DType } from '../../graph/dtype.js';

/** A handle as FFI passes it: an address, or an integer. */
export type Handle = bigint | number;

/** What is reduced how. */
export type MpiOp = 'sum' | 'min' | 'max' | 'product';

/** Names of handles in one binary interface; a text is a symbol, whose address is the handle. */
export interface Abi {
  readonly name: string;
  /** The C type of handles. */
  readonly handle: 'void *' | 'int';
  readonly world: string | number;
  readonly byte: string | number;
  readonly types: Readonly<Record<DType, string | number>>;
  readonly ops: Readonly<Record<MpiOp, string | number>>;
  readonly errorsReturn: string | number;
  /** `MPI_IN_PLACE` and `MPI_STATUS_IGNORE`, as addresses. */
  readonly inPlace: bigint;
  readonly ignoreStatus: bigint;
}

const openMpi: Abi = {
  name: 'Open MPI',
  handle: 'void *',
  world: 'ompi_mpi_comm_world',
  byte: 'ompi_mpi_byte',
  types: {
    float32: 'ompi_mpi_float',
    float64: 'ompi_mpi_double',
    int32: 'ompi_mpi_int32_t',
    bool: 'ompi_mpi_int32_t',
  },
  ops: {
    sum: 'ompi_mpi_op_sum',
    min: 'ompi_mpi_op_min',
    max: 'ompi_mpi_op_max',
    product: 'ompi_mpi_op_prod',
  },
  errorsReturn: 'ompi_mpi_errors_return',
  inPlace: 1n,
  ignoreStatus: 0n,
};

/** MPICH's, which Intel MPI, Cray MPICH and MVAPICH keep. */
const mpich: Abi = {
  name: 'MPICH',
  handle: 'int',
  world: 0x44000000,
  byte: 0x4c00010d,
  types: { float32: 0x4c00040a, float64: 0x4c00080b, int32: 0x4c000439, bool: 0x4c000439 },
  ops: { sum: 0x58000003, min: 0x58000002, max: 0x58000001, product: 0x58000004 },
  errorsReturn: 0x54000001,
  inPlace: 0xffffffffffffffffn,
  ignoreStatus: 1n,
};

const standard: Abi = {
  name: 'the standard ABI',
  handle: 'void *',
  world: 0x101,
  byte: 0x247,
  types: { float32: 0x210, float64: 0x214, int32: 0x250, bool: 0x250 },
  ops: { sum: 0x21, min: 0x22, max: 0x23, product: 0x24 },
  errorsReturn: 0x142,
  inPlace: 1n,
  ignoreStatus: 0n,
};

/**
 * The binary interface of a library of this file name that says this of itself
 * (`MPI_Get_library_version`); null for one that is none of the three.
 */
export function abiOf(file: string, version: string): Abi | null {
  if (/mpi_abi/.test(file)) return standard;
  if (/open ?mpi|spectrum mpi/i.test(version)) return openMpi;
  if (/mpich|intel\(r\) mpi|mvapich|cray/i.test(version)) return mpich;
  return null;
}
