/** The modules of a model: each opens to those inside, with shapes, parameters, time and memory. */

import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { fewModules, type ModuleNode, sizeOf } from './module-tree.js';
import { factsOf, shapesOf } from './module-words.js';

/** Modules that are shown at once inside another; the others come when they are asked for. */
const page = 100;
interface RowProps {
  readonly node: ModuleNode;
  readonly depth: number;
  readonly whole: ModuleNode;
  readonly isOpen: boolean;
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}

/** The button that opens a module, or a point where there is nothing to open. */
function Fold(props: { label: string; opened: Signal<boolean>; isLeaf: boolean }): JSX.Element {
  const { label, opened, isLeaf } = props;
  if (isLeaf) return <span class="module-fold quiet-text">·</span>;
  return (
    <button
      type="button"
      class="quiet module-fold"
      aria-expanded={opened.value}
      aria-label={`${opened.value ? 'Close' : 'Open'} ${label}`}
      onClick={() => {
        opened.value = !opened.value;
      }}
    >
      {opened.value ? '▾' : '▸'}
    </button>
  );
}

/** What is inside a module, as far as it was asked for. */
function Inside(props: RowProps): JSX.Element {
  const { children } = props.node;
  const shown = useSignal(page);
  return (
    <ul>
      {children.slice(0, shown.value).map((child) => (
        <ModuleRow key={child.name} {...props} node={child} depth={props.depth + 1} />
      ))}
      {children.length > shown.value && (
        <li>
          <button
            type="button"
            class="quiet"
            onClick={() => {
              shown.value += page;
            }}
          >
            {children.length - shown.value} more
          </button>
        </li>
      )}
    </ul>
  );
}

function ModuleRow(props: RowProps): JSX.Element {
  const { node, depth, whole, isOpen, chosen, onChoose } = props;
  const opened = useSignal(isOpen || depth === 0);
  const { name, label, kind, children, outputs, time = 0 } = node;
  const facts = factsOf(node);
  const share = time / (whole.time || 1);
  return (
    <li>
      <div class={chosen === name ? 'module chosen' : 'module'}>
        <div class="module-place" style={{ paddingLeft: `${16 * depth}px` }}>
          <Fold label={label} opened={opened} isLeaf={children.length === 0} />
          <button
            type="button"
            class="quiet module-name"
            aria-pressed={chosen === name}
            onClick={() => onChoose(name)}
          >
            {label} <span class="quiet-text">{kind}</span>
          </button>
        </div>
        <span class="number small">{shapesOf(outputs)}</span>
        <span class="number small">{facts.parameters}</span>
        <span class="number small module-time" style={{ '--share': String(share) }}>
          {facts.time}
        </span>
        <span class="number small">{facts.memory}</span>
      </div>
      {opened.value && children.length > 0 && <Inside {...props} />}
    </li>
  );
}

/** The outline. */
export function ModelOutline(props: {
  root: ModuleNode;
  chosen: string;
  onChoose: (name: string) => void;
}): JSX.Element {
  const { root } = props;
  return (
    <section class="outline" aria-label="Modules">
      <div class="module module-head quiet-text small" aria-hidden="true">
        <span>module</span>
        <span>says</span>
        <span>parameters</span>
        <span>time</span>
        <span>memory</span>
      </div>
      <ul>
        <ModuleRow
          {...props}
          node={root}
          whole={root}
          depth={0}
          isOpen={sizeOf(root) <= fewModules}
        />
      </ul>
    </section>
  );
}
