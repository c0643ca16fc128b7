/**
 * Lowers what follows a contraction to a part of its kernel: stores over each block of results that
 * is finished, written as other loops are. A product that nobody else reads lies where the last of
 * these stores goes, at the same index.
 */

import { bytesOf } from '../../../graph/dtype.js';
import type { Node } from '../../../graph/node.js';
import type { Epilogue } from '../../../kernel/contract/epilogue.js';
import type { ContractJob, LoopJob } from '../../schedule/job.js';
import { isContiguous } from '../../schedule/view.js';
import type { Arg, Buffer, Launch, LowerContext } from '../launch.js';
import {
  type BlockLayout,
  BlockWriter,
  blockArg,
  layoutBlock,
  type ResultDims,
} from './block-loops.js';
import { argSlots } from './loop-args.js';
import { type FissionPlan, planFission } from './loop-fission.js';
import { vectorLanes } from './loop-kernel.js';
import { bind, buffersOf, cutKey, flopsOf, layoutKey, nameOf } from './lower-loop.js';
import { workOf } from './work.js';

/** An epilogue with what it adds to a launch. */
export interface LoweredEpilogue extends Pick<Launch, 'reads' | 'writes' | 'work'> {
  readonly code: Epilogue;
  readonly args: ReadonlyMap<string, Arg>;
  /** Where the product goes. */
  readonly out: Buffer;
  readonly flops: number;
}

/** The epilogue of a kernel that finishes such blocks. */
export function lowerEpilogue(
  { node, finish }: ContractJob,
  epilogue: LoopJob,
  dims: ResultDims,
  context: LowerContext,
): LoweredEpilogue {
  const layout = layoutBlock(epilogue, dims);
  const lanes = vectorLanes(layout, context.target);
  const plan = planFission(layout, lanes);
  const isRead = finish.items.some((item) => item.target === node && item.isStored);
  const out = context.bufferOf(isRead ? node : homeOf(node, plan));
  const inside: LowerContext = {
    target: context.target,
    bufferOf: (other) => (other === node ? out : context.bufferOf(other)),
    scalarOf: (other) => context.scalarOf(other),
    siteOf: (site) => context.siteOf(site),
    temp: (bytes) => context.temp(bytes),
  };
  const slots = argSlots(layout);
  return {
    code: codeOf(layout, lanes, plan),
    args: new Map(slots.map((slot, i) => [blockArg(i), bind(slot, layout, inside)])),
    out,
    work: workOf(layout, lanes, context.target),
    flops: flopsOf(layout),
    ...buffersOf(layout, inside),
  };
}

/**
 * What is written last, after every read of the product; the product's own place if that differs.
 */
function homeOf(node: Node, { subLoops }: FissionPlan): Node {
  const home = subLoops.at(-1)?.items.find(({ target, view, isStored }) => {
    return isStored && isContiguous(view) && bytesOf(target.dtype) === bytesOf(node.dtype);
  });
  return home?.target ?? node;
}

function codeOf(layout: BlockLayout, lanes: number, plan: FissionPlan): Epilogue {
  const { batch, lines, isSwapped } = layout;
  return {
    name: nameOf(layout),
    key: `${layoutKey(layout, lanes)} ${cutKey(plan)} ${batch} ${lines}${isSwapped ? ' transposed' : ''}`,
    write: (builder, params, block) => {
      new BlockWriter(builder, params, layout, lanes, plan).write(block);
    },
  };
}
