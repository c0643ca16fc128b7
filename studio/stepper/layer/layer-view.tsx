/** A linear layer with cross-entropy, drawn as matrices: a click on a number shows its origin. */

import './layer.css';
import type { JSX } from 'preact';
import { short } from '../../design/numbers.js';
import { at, type Given, type Matrix, type MatrixName, slopeOf } from './layer.js';
import type { Cell } from './origins.js';
import * as state from './state.js';

interface Block {
  readonly name: MatrixName;
  /** The matrix of its gradient, where there is one. */
  readonly grad?: MatrixName;
  readonly title: string;
  readonly axes: string;
}

/** The matrices as they stand beside each other, and the sign after each. */
const blocks: readonly (readonly [block: Block, sign: string])[] = [
  [{ name: 'x', grad: 'dx', title: 'x', axes: 'samples, features' }, '· each row of'],
  [{ name: 'weight', grad: 'dWeight', title: 'w', axes: 'classes, features' }, '+'],
  [{ name: 'bias', grad: 'dBias', title: 'b', axes: 'classes' }, '='],
  [{ name: 'z', grad: 'dz', title: 'z', axes: 'samples, classes' }, 'softmax →'],
  [{ name: 'p', title: 'p', axes: 'samples, classes' }, 'and'],
  [{ name: 'target', title: 'target', axes: 'samples' }, '− log →'],
  [{ name: 'loss', title: 'loss', axes: '' }, ''],
];

function isSame(a: Cell, b: Cell): boolean {
  return a.name === b.name && a.row === b.row && a.column === b.column;
}

function matrixOf(name: MatrixName): Matrix {
  const { given, worked } = state.numbers.value;
  return { ...given, ...worked }[name];
}

/** Blue for positive, orange for negative, the stronger the larger. */
function tint(value: number, name: MatrixName): string {
  if (name === 'target' || !Number.isFinite(value)) return 'transparent';
  const share = Math.round(40 * Math.tanh(Math.abs(value)));
  return `color-mix(in srgb, var(--series-${value < 0 ? 2 : 1}) ${share}%, transparent)`;
}

function CellButton({ cell, title }: { cell: Cell; title: string }): JSX.Element {
  const value = at(matrixOf(cell.name), cell.row, cell.column);
  const known = state.isKnown(cell.name);
  const isSource = state.origin.value.lines.some(({ from }) =>
    from.some((one) => isSame(one, cell)),
  );
  const isCurrent = isSame(state.current.value, cell);
  const words = `${title}[${cell.row},${cell.column}]`;
  return (
    <button
      type="button"
      class={`cell number${isSource ? ' source' : ''}`}
      style={known ? { background: tint(value, cell.name) } : {}}
      disabled={!known}
      aria-pressed={isCurrent}
      aria-label={known ? `${words} is ${short(value, 3)}: where it comes from` : words}
      onClick={() => {
        state.chosen.value = cell;
      }}
    >
      {known ? short(value, 3) : '·'}
    </button>
  );
}

function Cells({ name, title }: { name: MatrixName; title: string }): JSX.Element {
  const matrix = matrixOf(name);
  const columns = matrix[0]?.length ?? 1;
  return (
    <div class="cells" style={{ gridTemplateColumns: `repeat(${columns}, auto)` }}>
      {matrix.map((row, i) =>
        row.map((_, k) => (
          <CellButton key={`${i} ${k}`} cell={{ name, row: i, column: k }} title={title} />
        )),
      )}
    </div>
  );
}

function shapeOf({ name, axes }: Block): string {
  const matrix = matrixOf(name);
  const sizes = { '': [], classes: [matrix[0]?.length], samples: [matrix.length] }[axes] ?? [
    matrix.length,
    matrix[0]?.length,
  ];
  return `[${sizes.join(', ')}]`;
}

function BlockView({ block }: { block: Block }): JSX.Element {
  const { name, grad, title, axes } = block;
  return (
    <section class={`matrix matrix-${name}`} aria-label={title}>
      <h3>
        {title} <span class="number quiet-text">{shapeOf(block)}</span>
      </h3>
      <p class="small quiet-text">{axes}</p>
      <Cells name={name} title={title} />
      {grad !== undefined && state.isKnown(grad) && (
        <>
          <p class="small quiet-text">gradient</p>
          <Cells name={grad} title={`gradient of ${title}`} />
        </>
      )}
    </section>
  );
}

/** Names of what can be moved, as the page has them. */
const movable: Readonly<Partial<Record<MatrixName, keyof Given>>> = {
  x: 'x',
  weight: 'weight',
  bias: 'bias',
  target: 'target',
};
const gradients: Readonly<Partial<Record<keyof Given, MatrixName>>> = {
  x: 'dx',
  weight: 'dWeight',
  bias: 'dBias',
};

/** A given number to be changed, and its slope measured beside its gradient. */
function Move({ cell, name }: { cell: Cell; name: keyof Given }): JSX.Element {
  const { given } = state.numbers.value;
  const { row, column } = cell;
  const grad = gradients[name];
  const highest = given.weight.length - 1;
  const isTarget = name === 'target';
  return (
    <>
      <label class="number-field">
        <span>value</span>
        <input
          type="number"
          step={isTarget ? 1 : 'any'}
          min={isTarget ? 0 : undefined}
          max={isTarget ? highest : undefined}
          value={at(given[name], row, column)}
          onChange={(event) => {
            const typed = event.currentTarget.valueAsNumber;
            if (!Number.isFinite(typed)) return;
            const kept = isTarget ? Math.round(Math.max(0, Math.min(highest, typed))) : typed;
            state.change(name, row, column, kept);
          }}
        />
      </label>
      {grad !== undefined && (
        <dl>
          <div class="fact">
            <dt>gradient</dt>
            <dd>{state.isKnown(grad) ? short(at(matrixOf(grad), row, column), 7) : '–'}</dd>
          </div>
          <div class="fact">
            <dt>measured</dt>
            <dd>{short(slopeOf(given, name, row, column), 7)}</dd>
          </div>
        </dl>
      )}
    </>
  );
}

function OriginView(): JSX.Element {
  const cell = state.current.value;
  const { words, formula, lines } = state.origin.value;
  const value = at(matrixOf(cell.name), cell.row, cell.column);
  const name = movable[cell.name];
  return (
    <section class="explain origin" aria-label="Where it comes from" aria-live="polite">
      <h2>{formula}</h2>
      <p>{words}</p>
      {lines.length > 0 && (
        <table class="number">
          <tbody>
            {lines.map(({ text, value: part }, i) => (
              <tr key={i}>
                <td>{text}</td>
                <td>= {short(part)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="formula">{short(value, 6)}</p>
      {name !== undefined && <Move cell={cell} name={name} />}
    </section>
  );
}

/** Gradient descent on weight and bias. */
function Descent(): JSX.Element {
  const { losses, rate } = state;
  return (
    <div class="descent below">
      <p class="quiet-text">
        Click a number: what it is made of lights up. The arrows make the next matrix.
      </p>
      <div>
        <label>
          learning rate
          <input
            type="number"
            step="any"
            value={rate.value}
            onChange={(event) => {
              const typed = event.currentTarget.valueAsNumber;
              if (Number.isFinite(typed)) rate.value = typed;
            }}
          />
        </label>{' '}
        <button type="button" onClick={state.descend}>
          step down
        </button>{' '}
        <button type="button" disabled={losses.value.length < 2} onClick={state.ascend}>
          back
        </button>{' '}
        <output class="number">
          loss{' '}
          {losses.value
            .slice(-4)
            .map((loss) => short(loss))
            .join(' → ')}
        </output>
      </div>
    </div>
  );
}

/** The layer. */
export function LayerView(): JSX.Element {
  return (
    <>
      <div class="layer-place">
        {blocks.map(([block, sign]) => (
          <div key={block.name} class="matrix-place">
            <BlockView block={block} />
            {sign !== '' && <span class="matrix-sign quiet-text">{sign}</span>}
          </div>
        ))}
      </div>
      <OriginView />
      <Descent />
    </>
  );
}
