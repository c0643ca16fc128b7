/** The given numbers: move one, and see what the slope says. Or follow the slope downhill. */

import type { JSX } from 'preact';
import { short } from '../../design/numbers.js';
import { numericSlope } from '../tape/run-tape.js';
import * as state from '../tape/state.js';

const mostLeaves = 12;

function Leaf({ id }: { id: number }): JSX.Element {
  const node = state.tape.value.nodes.find((one) => one.id === id);
  const value = state.leafValue(id);
  const reach = Math.max(2, 2 * Math.abs(node?.value ?? 0));
  const analytic = state.numbers.value.values.get(id)?.grad ?? Number.NaN;
  const numeric = numericSlope(state.tape.value, state.moved.value, id, value);
  const name = node?.label ?? '';
  return (
    <tr
      class={state.hovered.value === id ? 'hovered' : ''}
      onPointerEnter={() => {
        state.hovered.value = id;
      }}
    >
      <th scope="row">{name}</th>
      <td>
        <input
          type="range"
          aria-label={`Move ${name}`}
          min={(node?.value ?? 0) - reach}
          max={(node?.value ?? 0) + reach}
          step={reach / 200}
          value={value}
          onInput={(event) => state.moveLeaf(id, event.currentTarget.valueAsNumber)}
        />
      </td>
      <td>
        <input
          type="number"
          class="leaf-number"
          aria-label={`Value of ${name}`}
          step="any"
          value={Number(value.toPrecision(6))}
          onChange={(event) => {
            const typed = event.currentTarget.valueAsNumber;
            if (Number.isFinite(typed)) state.moveLeaf(id, typed);
          }}
        />
      </td>
      <td class="number">{short(analytic, 7)}</td>
      <td class="number quiet-text">{short(numeric, 7)}</td>
    </tr>
  );
}

/** The result after each step of the descent, as a line. */
function Falling(): JSX.Element {
  const { descents, numbers, tape } = state;
  const now = numbers.value.values.get(tape.value.root)?.data ?? Number.NaN;
  const values = [...descents.value.map(({ result }) => result), now].filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const points = values.map((value, i) => {
    const x = (160 * i) / Math.max(1, values.length - 1);
    const y = high === low ? 20 : 38 - (36 * (value - low)) / (high - low);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return (
    <svg
      class="falling"
      viewBox="-4 0 168 40"
      width="168"
      height="40"
      role="img"
      aria-label={`${values.length - 1} steps, now ${short(now)}`}
    >
      {points.length > 1 && <path d={`M${points.join('L')}`} />}
      <circle cx={points.length > 1 ? 160 : 0} cy={points.at(-1)?.split(' ')[1] ?? 20} r="3" />
    </svg>
  );
}

function Descent(): JSX.Element {
  const { descents, learningRate, tape, numbers, moved } = state;
  const result = tape.value.nodes.find(({ id }) => id === tape.value.root)?.label ?? 'result';
  return (
    <div class="descent">
      <label>
        learning rate
        <input
          type="number"
          min="0"
          step="0.01"
          value={learningRate.value}
          onInput={(event) => {
            const rate = event.currentTarget.valueAsNumber;
            if (rate >= 0) learningRate.value = rate;
          }}
        />
      </label>
      <button type="button" class="primary" onClick={state.descend}>
        step down
      </button>
      <button type="button" disabled={descents.value.length === 0} onClick={state.ascend}>
        back
      </button>
      <button
        type="button"
        disabled={moved.value.size === 0}
        onClick={() => {
          moved.value = new Map();
          descents.value = [];
        }}
      >
        reset
      </button>
      <span>
        {result}{' '}
        <strong class="number">{short(numbers.value.values.get(tape.value.root)?.data, 6)}</strong>
      </span>
      <Falling />
    </div>
  );
}

/** The table of leaves. */
export function Leaves(): JSX.Element {
  const { inputs } = state.tape.value;
  return (
    <section class="leaves" aria-label="Given numbers">
      <h3>nudge</h3>
      {inputs.length === 0 && (
        <p class="quiet-text">Give numbers a name, as in a = 2, to move them.</p>
      )}
      <table>
        <thead>
          <tr class="quiet-text small">
            <th scope="col">name</th>
            <th scope="col">move</th>
            <th scope="col">value</th>
            <th scope="col">gradient</th>
            <th scope="col">measured</th>
          </tr>
        </thead>
        <tbody>
          {inputs.slice(0, mostLeaves).map((id) => (
            <Leaf key={id} id={id} />
          ))}
        </tbody>
      </table>
      {inputs.length > mostLeaves && (
        <p class="quiet-text small">and {inputs.length - mostLeaves} more, which step down too</p>
      )}
      <Descent />
    </section>
  );
}
