/**
 * A recorded call as data: the program that it ran, where each of its inputs and numbers comes
 * from, and where its results go. Two recordings of one function tell whether its calls can be
 * replayed: whatever differs between them is something that a replay would get wrong.
 */

import { internal } from '../../errors.js';
import type { DType } from '../../graph/dtype.js';
import { lineageOf, type Node, type NodeOf, rebindCountOf } from '../../graph/node.js';
import type { Lineage } from '../../graph/ops.js';
import { numel } from '../../graph/shape.js';
import type { Storage } from '../../graph/storage.js';
import type { CachedProgram } from '../programs/program-cache.js';
import { writeRandom } from '../programs/scalars.js';
import type { Realized } from '../realize/realize.js';
import type { RandomStream, Recorder, StepHook } from '../values/recorder.js';

/** Where a replay finds a value that was there before the call. */
export type Source =
  | { readonly kind: 'argument'; readonly index: number }
  /** What the leaf is at that time. */
  | {
      readonly kind: 'leaf';
      readonly lineage: Lineage;
      readonly dtype: DType;
      readonly requiresGrad: boolean;
    }
  /** The same value in each call. */
  | {
      readonly kind: 'constant';
      readonly node: Node;
      readonly value: Storage;
      readonly rebindCount: number;
    };

/** Where a replay finds a number of the program. */
export type ScalarSource =
  | { readonly kind: 'constant'; readonly values: readonly number[] }
  | { readonly kind: 'live'; readonly node: NodeOf<'full'> }
  /** `stream`: its place in `streams`; `offset`: how many numbers of it had been drawn before. */
  | { readonly kind: 'draw'; readonly stream: number; readonly offset: number };

/** A stream that a call draws from. */
export interface DrawnStream {
  /** Null for the one that is current when the call begins. */
  readonly stream: RandomStream | null;
  /** How many numbers the call takes. */
  readonly count: number;
}

/** What the value of an output looks like. */
export interface OutputLooks {
  readonly dtype: DType;
  readonly length: number;
}

/** A leaf that the call assigned. */
export interface NewVersion {
  readonly lineage: Lineage;
  readonly place: number;
  /** Whether the version may keep the memory of the value. */
  readonly isOwn: boolean;
}

/** Places count the sources, and after them the outputs of the program. */
export interface Recording {
  /** Null when the call computed nothing. */
  readonly entry: CachedProgram | null;
  /** Inputs of the program, and after them values that are only passed on. */
  readonly sources: readonly Source[];
  readonly inputs: number;
  /** At which byte of its value each input starts. */
  readonly offsets: readonly number[];
  readonly scalars: readonly ScalarSource[];
  readonly outputs: readonly OutputLooks[];
  readonly versions: readonly NewVersion[];
  /** Places of the values that were asked for. */
  readonly results: readonly number[];
  readonly streams: readonly DrawnStream[];
  readonly guards: readonly (() => boolean)[];
  readonly hooks: readonly StepHook[];
}

/** What a call was, besides the notes on it. */
export interface RecordedCall {
  readonly recorder: Recorder;
  readonly batch: Realized;
  /** The nodes that the function got as arguments. */
  readonly args: readonly Node[];
  /** The nodes whose values were asked for at the end. */
  readonly asked: readonly Node[];
  /** The random stream that was current when the call began. */
  readonly currentStream: RandomStream;
}

/** Turns a recorded call into a recording. */
export function recordingOf(call: RecordedCall): Recording {
  const { recorder, batch } = call;
  const { run, roots } = batch;
  const outputs = (run?.outputs ?? []).map(({ node }) => node);
  const inputs = run?.inputs ?? [];
  const passedOn = new Set(roots.map(({ holder }) => holder));
  for (const node of [...inputs, ...outputs]) passedOn.delete(node);
  const sourceOf = sourceFinder(call);
  const given = [...inputs, ...passedOn];
  const places = new Map([...given, ...outputs].map((node, place) => [node, place]));
  const placeOf = (holder: Node | undefined): number => {
    const place = holder && places.get(holder);
    if (place === undefined) throw internal(`a recorded ${holder?.op} has no place`);
    return place;
  };
  const holders = new Map(roots.map(({ node, holder }) => [node, holder]));
  return {
    entry: run?.entry ?? null,
    sources: given.map(sourceOf),
    inputs: inputs.length,
    offsets: run?.offsets ?? [],
    scalars: (run?.numbers ?? []).map((node) => scalarSource(node, call)),
    outputs: outputs.map(({ dtype, shape }) => ({ dtype, length: numel(shape) })),
    versions: roots.flatMap(({ node, holder, output }) => {
      const lineage = lineageOf(node);
      if (lineage === null || recorder.isInner(lineage.leaf)) return [];
      return [{ lineage, place: placeOf(holder), isOwn: output?.isOwn ?? false }];
    }),
    results: call.asked.map((node) => placeOf(holders.get(node))),
    streams: [...recorder.streams].map(([stream, before]) => ({
      stream: stream === call.currentStream ? null : stream,
      count: stream.getState().counter - before,
    })),
    guards: [...recorder.guards.values()],
    hooks: recorder.hooks,
  };
}

function sourceFinder({ recorder, args }: RecordedCall): (node: Node) => Source {
  const before = [...recorder.assigned.values()];
  const leaves = new Map(before.map(({ node, lineage }) => [node, lineage]));
  return (node) => {
    const index = args.indexOf(node);
    if (index !== -1) return { kind: 'argument', index };
    const own = lineageOf(node);
    const lineage = leaves.get(node) ?? (own?.leaf.node === node ? own : null);
    const { dtype, requiresGrad } = node;
    if (lineage) return { kind: 'leaf', lineage, dtype, requiresGrad };
    if (node.value === null) throw internal(`a recorded input ${node.op} has no value`);
    return { kind: 'constant', node, value: node.value, rebindCount: rebindCountOf(node) };
  };
}

function scalarSource(node: Node, { recorder }: RecordedCall): ScalarSource {
  if (node.op === 'full') {
    if (node.attrs.source !== undefined) return { kind: 'live', node };
    return { kind: 'constant', values: [node.attrs.value] };
  }
  const draw = recorder.draws.get(node);
  if (draw !== undefined) {
    const stream = [...recorder.streams.keys()].indexOf(draw.stream);
    const before = recorder.streams.get(draw.stream) ?? 0;
    return { kind: 'draw', stream, offset: draw.counter - before };
  }
  if (node.op !== 'random') throw internal(`a recorded ${node.op} has no number`);
  const values: number[] = [];
  writeRandom(values, 0, node.attrs);
  return { kind: 'constant', values };
}
