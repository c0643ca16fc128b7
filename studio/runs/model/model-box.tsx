/** A module of the drawing. */

import type { JSX } from 'preact';
import { count } from '../../design/numbers.js';
import type { ModuleBox } from './model-layout.js';
import { factsOf, fit, shapesOf } from './module-words.js';

/** Pixels of a letter in the fonts of a box: names, and small numbers. */
const letter = { prose: 7.8, mono: 6.7 } as const;

function sentenceOf({ node, isOpen }: ModuleBox): string {
  const { parameters, time, memory } = factsOf(node);
  return [
    `${node.name || 'model'}, ${node.kind}`,
    node.outputs === undefined ? '' : `says ${shapesOf(node.outputs)}`,
    parameters && `${parameters} parameters`,
    time,
    memory,
    node.children.length > 0 && !isOpen ? `${count(node.children.length)} inside` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

interface BoxProps {
  readonly box: ModuleBox;
  readonly share: number;
  readonly isChosen: boolean;
  readonly isReached: boolean;
  readonly onChoose: () => void;
  readonly onFold: () => void;
}

/** A module: its name and class, what it says and what it costs. */
export function Box({ box, share, isChosen, isReached, onChoose, onFold }: BoxProps): JSX.Element {
  const { node, isOpen, x, y, width, height } = box;
  const { kind, children } = node;
  const isLeaf = children.length === 0;
  const { parameters, time, memory } = factsOf(node);
  const left = isLeaf ? 10 : 34;
  const room = width - left - 10;
  const costs = [parameters && `${parameters} par.`, time, memory].filter((text) => text !== '');
  const label = fit(node.label, 20);
  const says = fit(shapesOf(node.outputs), 20);
  const kindRoom = (room - letter.mono * says.length) / letter.prose - label.length - 1;
  return (
    <g
      class={['model-box', isOpen && 'open', isChosen && 'chosen'].filter(Boolean).join(' ')}
      transform={`translate(${x} ${y})`}
      role="treeitem"
      aria-level={box.depth + 1}
      aria-selected={isChosen}
      aria-expanded={isLeaf ? undefined : isOpen}
      // In small letters, as selectors look for it in a picture.
      tabindex={isReached ? 0 : -1}
      data-module={node.name}
      onClick={onChoose}
    >
      <title>{sentenceOf(box)}</title>
      <rect class="frame" width={width} height={height} rx={6} />
      {share >= 0.01 && <rect class="share" x={1} y={44} width={(width - 2) * share} height={3} />}
      {!isLeaf && (
        // biome-ignore lint/a11y/noStaticElementInteractions: keys do it on the box itself
        <g
          class="fold"
          onClick={(event) => {
            event.stopPropagation();
            onFold();
          }}
        >
          <rect width={34} height={40} />
          <path d={isOpen ? 'M12 16l5 7l5 -7Z' : 'M14 14l7 5l-7 5Z'} />
        </g>
      )}
      <text x={left} y={19}>
        <tspan class="model-name">{label}</tspan> <tspan class="kind">{fit(kind, kindRoom)}</tspan>
      </text>
      <text class="mono" x={width - 10} y={19} text-anchor="end">
        {says}
      </text>
      <text class="mono" x={left} y={37}>
        {fit(costs.join(' · '), room / letter.mono)}
      </text>
    </g>
  );
}
