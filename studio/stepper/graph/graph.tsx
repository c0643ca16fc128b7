/** The expression as a graph: what is known is filled, the node of this step glows. */

import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { short } from '../../design/numbers.js';
import type { Flow } from '../tape/run-tape.js';
import * as state from '../tape/state.js';
import type { TapeNode } from '../tape/tape.js';
import { signOf } from '../tape/words.js';
import { type Arrow, type Box, foldFrom, type Layout, layOut, nodeSize } from './layout.js';

const edge = 24;
/** A picture is not made smaller than this; it scrolls instead. */
const leastScale = 0.72;

function nodeOf(id: number): TapeNode | undefined {
  return state.tape.value.nodes.find((node) => node.id === id);
}

function fit(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function classOf(node: TapeNode, box: Box): string {
  const { current, hovered, known, backward, tape } = state;
  const names = ['node'];
  if (node.op === 'leaf') names.push('given');
  if (node.id === tape.value.root) names.push('result');
  if (known.value.has(node.id)) names.push('known');
  if (backward.value.grads.has(node.id)) names.push('has-grad');
  if (current.value === box.node) names.push('now');
  if (hovered.value === box.node) names.push('hovered');
  if (box.folded !== null) names.push('folded');
  return names.join(' ');
}

function NodeBox({ box }: { box: Box }): JSX.Element | null {
  const node = nodeOf(box.node);
  if (node === undefined) return null;
  const { known, backward, numbers, opened } = state;
  const value = known.value.has(node.id) ? numbers.value.values.get(node.id)?.data : undefined;
  const grad = backward.value.grads.get(node.id);
  const { width, height } = nodeSize;
  const name = box.folded ?? node.label;
  const sign = box.folded === null ? signOf(node) : '⊕ open';
  const shown = fit(name, 13 - Math.ceil(1.3 * sign.length));
  const act = (): void => {
    if (box.folded !== null) opened.value = new Set([...opened.value, box.folded]);
    state.hovered.value = node.id;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a part of a picture
    <g
      class={classOf(node, box)}
      transform={`translate(${box.x - width / 2} ${box.y - height / 2})`}
      role="button"
      tabIndex={0}
      onPointerEnter={() => {
        state.hovered.value = node.id;
      }}
      onPointerLeave={() => {
        state.hovered.value = null;
      }}
      onFocus={() => {
        state.hovered.value = node.id;
      }}
      onClick={act}
      onKeyDown={(event) => {
        if (event.key === 'Enter') act();
      }}
    >
      <title>{node.label}</title>
      <rect width={width} height={height} rx={6} />
      <text class="node-name" x={8} y={18}>
        {shown}
      </text>
      <text class="node-sign" x={width - 8} y={18} text-anchor="end">
        {sign}
      </text>
      <text class="node-value" x={8} y={38}>
        {value === undefined ? '·' : short(value, 6)}
      </text>
      <text class="node-grad" x={8} y={55}>
        {grad === undefined ? '' : `grad ${short(grad, 6)}`}
      </text>
    </g>
  );
}

function ArrowLine(props: { arrow: Arrow; flows: readonly Flow[]; layout: Layout }): JSX.Element {
  const { arrow, flows, layout } = props;
  const mine = flows.filter(
    ({ from, to }) => layout.boxOf.get(from) === arrow.to && layout.boxOf.get(to) === arrow.from,
  );
  const isForward = state.backwardSteps.value < 0;
  const isNow = isForward
    ? state.current.value !== null && layout.boxOf.get(state.current.value) === arrow.to
    : mine.length > 0;
  const [x, y] = arrow.near;
  return (
    <g class={isNow ? 'arrow now' : 'arrow'}>
      <path
        d={arrow.path}
        marker-end={isForward ? 'url(#tip)' : undefined}
        marker-start={isForward ? undefined : 'url(#tip)'}
      />
      {mine.map(({ local, incoming, product, index }, i) => (
        <g key={index} class="flow" transform={`translate(${x} ${y - 4 + 32 * i})`}>
          <text class="flow-product" text-anchor="middle">
            {short(product, 3)}
          </text>
          <text y={14} text-anchor="middle">
            {`${short(incoming, 3)} × ${short(local, 3)}`}
          </text>
        </g>
      ))}
    </g>
  );
}

/** The picture, laid out anew when the expression changes, not when its numbers do. */
export function Graph(): JSX.Element {
  const layout = useSignal<Layout | null>(null);
  const trouble = useSignal('');
  const isTall = useComputed(() => innerWidth < 640);
  useSignalEffect(() => {
    const { nodes } = state.tape.value;
    const opened = nodes.length > foldFrom ? state.opened.value : 'all';
    layOut(state.tape.value, opened, isTall.value).then(
      (found) => {
        layout.value = found;
      },
      (error: unknown) => {
        trouble.value = String(error);
      },
    );
  });
  useSignalEffect(() => {
    // What this step is about is kept in sight.
    if (state.current.value === null || layout.value === null) return;
    requestAnimationFrame(() =>
      document
        .querySelector('.graph .node.now')
        ?.scrollIntoView({ block: 'nearest', inline: 'center', behavior: 'smooth' }),
    );
  });
  if (trouble.value !== '') return <p role="alert">{trouble.value}</p>;
  if (layout.value === null) return <div class="graph-place" aria-busy="true" />;
  const { boxes, arrows, width, height } = layout.value;
  const box = `${-edge} ${-edge} ${width + 2 * edge} ${height + 2 * edge}`;
  const { flows } = state.backward.value;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
    <section class="graph-place" aria-label="The expression as a graph" tabIndex={0}>
      <svg
        class="graph"
        viewBox={box}
        style={{
          width: `${width + 2 * edge}px`,
          maxWidth: `max(100%, ${Math.floor(leastScale * (width + 2 * edge))}px)`,
        }}
        role="img"
        aria-label={state.code.value}
      >
        <defs>
          <marker
            id="tip"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerUnits="userSpaceOnUse"
            markerWidth="10"
            markerHeight="10"
            orient="auto-start-reverse"
          >
            <path d="M0 0L8 4L0 8Z" />
          </marker>
        </defs>
        {arrows.map((arrow) => (
          <ArrowLine key={arrow.key} arrow={arrow} flows={flows} layout={layout.value as Layout} />
        ))}
        {boxes.map((one) => (
          <NodeBox key={one.key} box={one} />
        ))}
      </svg>
    </section>
  );
}
