/**
 * Finds and loads an MPI library through `koffi`, a foreign-function interface that needs no
 * compiler. Which library: the one that the launcher belongs to, or what `CHAINRULE_MPI` names.
 */

import { DistributedError } from '../process/errors.js';
import { type Abi, abiOf } from './abi.js';

/** What of `koffi` is used here. */
interface ForeignLibrary {
  func(definition: string): (...args: readonly unknown[]) => unknown;
  symbol(name: string): bigint;
}

interface Koffi {
  load(path: string, options: { readonly global: boolean; readonly lazy: boolean }): ForeignLibrary;
}

/** A loaded library. */
export interface MpiLibrary {
  readonly abi: Abi;
  /** The file that it was loaded from. */
  readonly file: string;
  /** Its first line about itself. */
  readonly version: string;
  /** A function by its C definition, in which `H` is the type of handles. */
  func(definition: string): (...args: readonly unknown[]) => number;
  /** The value of a handle. */
  handle(name: string | number): bigint | number;
}

/** Names of the libraries of each family, the most likely first. */
const files = {
  openMpi: ['libmpi.so.40', 'libmpi.so.80', 'libmpi.40.dylib', 'libmpi.so.20'],
  mpich: ['libmpich.so.12', 'libmpi.so.12', 'libmpi_cray.so.12', 'libmpi.12.dylib', 'msmpi.dll'],
  standard: ['libmpi_abi.so.0', 'libmpi_abi.0.dylib'],
} as const;

/** The files to try for a launcher that has set these variables. */
export function candidates(env: NodeJS.ProcessEnv): readonly string[] {
  const given = env.CHAINRULE_MPI;
  if (given !== undefined && given !== '') return [given];
  const { openMpi, mpich, standard } = files;
  const anyone = ['libmpi.so', 'libmpi.dylib'];
  if (env.OMPI_COMM_WORLD_SIZE !== undefined) return [...openMpi, ...anyone, ...standard];
  if (env.PMI_SIZE !== undefined) return [...mpich, ...standard, ...anyone];
  return [...standard, ...openMpi, ...mpich, ...anyone];
}

async function loadKoffi(): Promise<Koffi> {
  try {
    const module: { readonly default: Koffi } = await import('koffi');
    return module.default;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DistributedError(
      'distributed.init: this program was started by an MPI launcher, and the package that calls ' +
        `MPI is not installed. Install it beside chainrule: npm install koffi (${reason})`,
    );
  }
}

/** Loads the first library that is there. @throws DistributedError when there is none. */
export async function loadMpi(env: NodeJS.ProcessEnv): Promise<MpiLibrary> {
  const koffi = await loadKoffi();
  const tried = candidates(env);
  for (const file of tried) {
    const library = open(koffi, file);
    if (library !== null) return described(library, file);
  }
  throw new DistributedError(
    `distributed.init: found no MPI library (tried ${tried.join(', ')}). Install Open MPI or ` +
      'MPICH, or name the file: CHAINRULE_MPI=/path/to/libmpi.so',
  );
}

function open(koffi: Koffi, file: string): ForeignLibrary | null {
  try {
    // Open MPI's plug-ins look its symbols up among the global ones.
    return koffi.load(file, { global: true, lazy: true });
  } catch {
    return null;
  }
}

function described(library: ForeignLibrary, file: string): MpiLibrary {
  const text = Buffer.alloc(8192);
  const length = new Int32Array(1);
  library.func('int MPI_Get_library_version(void *text, void *length)')(text, length);
  const version = text.toString('latin1', 0, length[0]).split('\n')[0]?.replace(/\s+/g, ' ') ?? '';
  const abi = abiOf(file, version);
  if (abi === null) {
    throw new DistributedError(
      `distributed.init: ${file} is an MPI whose binary interface is not known: ${version}. ` +
        'Open MPI, MPICH and what keeps its interface, and the standard ABI of MPI 5 are',
    );
  }
  const func: MpiLibrary['func'] = (definition) => {
    const call = library.func(definition.replace(/\bH\b/g, abi.handle));
    return (...args) => Number(call(...args));
  };
  const handle: MpiLibrary['handle'] = (name) => {
    if (typeof name === 'string') return library.symbol(name);
    return abi.handle === 'int' ? name : BigInt(name);
  };
  return { abi, file, version: version.trim(), func, handle };
}
