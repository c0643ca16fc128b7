/** The model as a drawing: modules stand in those that hold them, and open and close. */

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { count } from '../../design/numbers.js';
import { graphKey } from './graph-keys.js';
import { Box } from './model-box.js';
import {
  boxSize,
  layOutModel,
  type ModuleBox,
  type MoreBox,
  openFromStart,
  portion,
} from './model-layout.js';
import { Ways } from './model-ways.js';
import type { ModuleNode } from './module-tree.js';

const edge = 2;
/** Buttons that show more of what is inside an open module. */
function More(props: { list: readonly MoreBox[]; onMore: (name: string) => void }): JSX.Element {
  return (
    <>
      {props.list.map(({ node, hidden, x, y }) => (
        <button
          key={node.name}
          type="button"
          class="quiet model-more"
          style={{ left: `${x + edge}px`, top: `${y + edge}px`, width: `${boxSize.width}px` }}
          onClick={() => props.onMore(node.name)}
        >
          {count(hidden)} more
        </button>
      ))}
    </>
  );
}

/** The drawing. */
export function ModelGraph(props: {
  root: ModuleNode;
  chosen: string;
  onChoose: (name: string) => void;
}): JSX.Element {
  const { root, chosen, onChoose } = props;
  const opened = useSignal(useMemo(() => openFromStart(root), []));
  const reached = useSignal('');
  const wantsFocus = useRef(false);
  const svg = useRef<SVGSVGElement>(null);
  const { width, height, boxes, more, arrows, skips } = layOutModel(root, opened.value);
  const show = (name: string, shown: number): void => {
    opened.value = new Map(opened.value).set(name, shown);
  };
  const fold = ({ node, isOpen }: ModuleBox): void => show(node.name, isOpen ? 0 : portion);
  // What was reached may stand in a module that was closed meanwhile.
  const known = boxes.some(({ node }) => node.name === reached.value) ? reached.value : '';
  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    svg.current?.querySelector<SVGElement>('[tabindex="0"]')?.focus();
  });
  return (
    <div class="model-place">
      <svg
        ref={svg}
        class="model-graph"
        width={width + 2 * edge}
        height={height + 2 * edge}
        viewBox={`${-edge} ${-edge} ${width + 2 * edge} ${height + 2 * edge}`}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a drawn tree
        role="tree"
        aria-label="The model as a graph"
        onKeyDown={(event) => {
          const box = boxes.find(({ node }) => node.name === known);
          const act = box && graphKey(event.key, box, boxes);
          if (box === undefined || act === undefined) return;
          event.preventDefault();
          if (act === 'choose') onChoose(box.node.name);
          else if (act === 'fold') fold(box);
          else reached.value = act.node.name;
          wantsFocus.current = true;
        }}
      >
        {boxes.map((box) => (
          <Box
            key={box.node.name}
            box={box}
            share={(box.node.time ?? 0) / (root.time || 1)}
            isChosen={box.node.name === chosen}
            isReached={box.node.name === known}
            onChoose={() => {
              reached.value = box.node.name;
              onChoose(box.node.name);
            }}
            onFold={() => fold(box)}
          />
        ))}
        <Ways arrows={arrows} skips={skips} />
      </svg>
      <More list={more} onMore={(name) => show(name, (opened.value.get(name) ?? 0) + portion)} />
    </div>
  );
}
