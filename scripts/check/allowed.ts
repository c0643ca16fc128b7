/**
 * The exceptions that the habit checks know, each with its reason: a file that needs one is added
 * here, in review, or not at all. An entry that is no longer needed is itself a finding.
 */

import type { Check } from './source.js';

/** Path of a file under `src/`, and why it may. */
export type Allowed = Readonly<Record<string, string>>;

/**
 * Files with state that outlives a call: `let`, collections, or objects written to, at module
 * level.
 */
export const moduleState: Allowed = {
  'src/compiler/lower/kernel-cache.ts': 'kernels written so far, by what their code depends on',
  'src/compiler/lower/contract/plan.ts': 'how products were planned, by their sizes',
  'src/compiler/lower/loops/lower-loop.ts': 'code of loops, by what it depends on',
  'src/runtime/pieces/piece-cache.ts': 'programs of pieces so far, found by their structure',
  'src/runtime/programs/survey.ts': 'the key that a survey writes, one at a time',
  'src/expression/math.ts': 'formulas read so far, one for each place in the source',
  'src/graph/grad-mode.ts': 'whether gradients are recorded, changed through withGradMode',
  'src/graph/node.ts': 'number of the last traversal, which marks nodes as seen without a set',
  'src/kernel/builder.ts': 'types of kernel values made so far, so that equal types are one object',
  'src/runtime/devices.ts': 'the CPU, made when first needed, and the device chosen by withDevice',
  'src/backend/device-id.ts': 'number of the last device',
  'src/runtime/programs/program-cache.ts': 'programs compiled so far, found by their structure',
  'src/compiler/simplify/structure.ts': 'numbers given to names so far, which make keys short',
  'src/runtime/values/recorder.ts': 'the recorder at work, changed through withRecorder',
  'src/runtime/values/held.ts': 'values that the next program computes for whoever holds them',
  'src/runtime/programs/sightings.ts': 'structures that have come without a program',
  'src/runtime/realize/realize.ts': 'values that the next program computes too',
  'src/runtime/programs/witness.ts': 'who hears of programs that run, changed through withWitness',
  'src/rl/registry.ts': 'environments that programs have registered, found by their names',
  'src/backend/watch.ts': 'who measures programs, changed through withWatch',
  'src/tensor/handle/label.ts': 'what tensors are called in messages, found by the tensor',
  'src/runtime/programs/new-programs.ts':
    'programs compiled lately, which tell a loop that never comes to rest',
  'src/tensor/handle/after-backward.ts': 'who hears of gradients, found by the tensor',
  'src/tensor/handle/recording.ts': 'why no call can be replayed, once one has said so',
  'src/distributed/world/world.ts': 'the processes that init has found',
  'src/tensor/linalg/host/memory.ts': 'the memory that factorisations work in, one at a time',
  'src/train/ranks/ranks.ts': 'the processes that train together, and models that they share',
  'src/train/ranks/spread.ts': 'whether trainings of the command line run on several ranks',
  'src/cli/ranks/launch.ts': 'the processes that the command line was started as',
  'src/warnings.ts': 'which warnings have been given, and whether they are, set by setWarnings',
  'src/tensor/make/generator.ts':
    'the random stream that is drawn from, changed through withGenerator',
};

/** Files at a boundary where the type system cannot follow: `as` other than `as const`. */
export const casts: Allowed = {
  'src/nn/pooling/max.ts': 'what a pool returns, which depends on an option of the layer',
  'src/autodiff/leaves.ts': 'leaves in the tuple of the inputs that they stand for',
  'src/gradient/backprop.ts': 'the row of a table and the node of the same op',
  'src/graph/dtype.ts':
    'the names of the rows of a table, which TypeScript takes for plain strings',
  'src/graph/traits.ts': 'the names of the rows of a table, and a node beside the kind of its op',
  'src/graph/node.ts': 'fields that fit together by the table of ops, which makeNode is called by',
  'src/list.ts': 'a list mapped from a tuple, which TypeScript takes for a plain list',
  'src/tensor/handle/nested.ts': 'nested arrays in the type that the caller says they have',
  'src/tensor/ops/movement/dims.ts': 'a list of so many sizes, which TypeScript does not count',
  'src/tensor/ops/movement/split.ts': 'a list of so many parts, which TypeScript does not count',
  'src/nn/layers/batch-norm.ts': 'a parameter where the type of the options says that there is one',
  'src/optim/swa/averaged-model.ts': 'what a model of any class returns',
  'src/tensor/methods.ts': 'functions of any signature, called with the arguments of the method',
  'src/compiler/schedule/term.ts':
    'a union member with its number added, which TypeScript cannot follow',
  'src/compiler/simplify/structure.ts': 'the row of a table and the attributes of the same op',
  'src/data/dataset.ts':
    'a list mapped from a tuple of tensors, which TypeScript takes for a plain list',
  'src/tensor/compile/compile.ts':
    'a function around another one of the same type, which tensors only pass through',
  'src/train/measure/batch.ts':
    'batches and predictions of any form, taken apart by their form, which types cannot follow',
  'src/nn/module.ts': 'modules and hooks found by the files beside it, which do not know the class',
  'src/nn/walk.ts': 'a module of any class, whose properties are looked through by name',
  'src/nn/deepcopy.ts': 'the copy of a thing, which is of its type',
  'src/nn/layers/containers.ts': 'items by their keys, which were checked when they were put there',
  'src/nn/containers/module-dict.ts':
    'items by their keys, which were checked when they were put there',
  'src/io/worker-like.ts': 'a message of a worker, of the kind that its other side sends',
  'src/optim/optimizer.ts': 'state read from a file, whose names have been checked',
};

/** Files with a class that extends a concrete one. */
export const concreteBases: Allowed = {
  'src/nn/uninitialized.ts': 'a parameter that waits for its shape, and is one in all else',
  'src/nn/parameter.ts': 'a parameter is a tensor, and a tensor alone is of use too',
};

/**
 * Files that import inside a function: an optional peer, or a module that only one platform has.
 */
export const dynamicImports: Allowed = {
  'src/rl/vector/async-vector-env.ts': 'the module of the user that makes the environments',
  'src/distributed/mpi/library.ts':
    'what calls MPI, an optional peer, for programs on several ranks',
  'src/viz/render/peers.ts':
    'the libraries that draw, optional peers, loaded for the first picture',
  'src/viz/render/png.ts': 'resvg, an optional peer that pages have no use for',
  'src/cli/recipe/import-module.ts': 'a module that a user wrote, by its path',
};

/** Files that read environment variables. */
export const environment: Allowed = {};

/** The check without its exceptions, which in turn must still be needed. */
export function except(allowed: Allowed, check: Check): Check {
  return (sources) => {
    const findings = check(sources);
    const found = new Set(findings.map(({ path }) => path));
    const unused = Object.keys(allowed).filter((path) => !found.has(path));
    return [
      ...findings.filter(({ path }) => !(path in allowed)),
      ...unused.map((path) => ({ path, line: 1, message: 'exception that is no longer needed' })),
    ];
  };
}
