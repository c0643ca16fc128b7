/**
 * A program as it would be compiled, without a device to run on: what `explain` looks at. Nothing
 * runs, and no cache of programs changes; only kernels that are written on the way stay known, as
 * for any program.
 */

import { type CompiledGraph, compileGraph } from '../../compiler/compile.js';
import { equalSlices, type Span } from '../../compiler/simplify/input-slices.js';
import { KeyWriter } from '../../compiler/simplify/structure.js';
import type { Trace } from '../../compiler/trace.js';
import { device } from '../devices.js';
import { type ProgramSource, spanOf } from './program-cache.js';
import { scalarOffsets, writeNumber } from './scalars.js';
import { type Asked, survey } from './survey.js';

/** A program that has been compiled to be looked at. */
export interface Outline {
  /** The graph that was compiled: slices of inputs are inputs of their own. */
  readonly span: Span;
  readonly graph: CompiledGraph;
  /**
   * Which node each input is the value of, or a slice of that; in the order of the inputs of
   * `span`.
   */
  readonly bases: ProgramSource['inputs'];
  /** At which byte of that value it starts. */
  readonly offsets: readonly number[];
  /** The numbers that kernels get as arguments, as they are now. */
  readonly scalars: readonly number[];
}

/** What a program of these outputs is compiled from. */
export function sourceOf(outputs: readonly Asked[]): ProgramSource {
  const { inputs, offsets, slices, numbers } = survey(outputs, new KeyWriter());
  return { inputs, offsets, slices, outputs, numbers };
}

/** Compiles what runs on the device, and tells `trace` of all decisions. */
export function outlineOf(source: ProgramSource, trace: Trace): Outline {
  const { inputs, offsets, slices, numbers } = source;
  const span = spanOf(source, equalSlices(slices, inputs, offsets));
  const { target, lower } = device();
  const graph = compileGraph(
    span.order,
    span.inputs,
    span.outputs,
    scalarOffsets(numbers),
    target,
    {
      lower,
      trace,
    },
  );
  const scalars: number[] = [];
  for (const node of numbers) writeNumber(scalars, node);
  return { span, graph, bases: inputs, offsets, scalars };
}
