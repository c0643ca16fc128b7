/** The order of the backward pass as a list, which may be put in a wrong one to see what breaks. */

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { short } from '../../design/numbers.js';
import { backwardUntil } from '../tape/run-tape.js';
import * as state from '../tape/state.js';

const mostShown = 60;

function label(id: number): string {
  return state.tape.value.nodes.find((node) => node.id === id)?.label ?? '';
}

function move(from: number, to: number): void {
  const list = [...state.order.value];
  const [taken] = list.splice(from, 1);
  if (taken === undefined || to < 0 || to > list.length) return;
  list.splice(to, 0, taken);
  const right = state.numbers.value.backward;
  state.wrongOrder.value = list.every((id, i) => id === right[i]) ? null : list;
}

/** Leaves whose gradient is wrong in this order. */
function broken(): string[] {
  const { numbers, order } = state;
  const { grads } = backwardUntil(numbers.value, order.value, order.value.length);
  return [...numbers.value.values].flatMap(([id, { grad }]) => {
    const got = grads.get(id) ?? 0;
    const isNear = Math.abs(got - grad) <= 1e-9 * Math.max(1, Math.abs(grad));
    return isNear ? [] : [`${label(id)} has ${short(got)} instead of ${short(grad)}`];
  });
}

function Verdict(): JSX.Element | null {
  if (state.wrongOrder.value === null) return null;
  const wrong = broken();
  return (
    <p class={wrong.length > 0 ? 'verdict wrong' : 'verdict'}>
      {wrong.length > 0
        ? `A box passed its gradient on before all of it had come: ${wrong.slice(0, 4).join(', ')}.`
        : 'Another order, and the same gradients: each box still comes after all that use it.'}
      <button
        type="button"
        class="quiet"
        onClick={() => {
          state.wrongOrder.value = null;
        }}
      >
        right order
      </button>
    </p>
  );
}

/** The list. */
export function OrderList(): JSX.Element {
  const dragged = useSignal(-1);
  const { order, backwardSteps } = state;
  return (
    <section class="order" aria-label="Order of the backward pass">
      <h3>
        backward order <span class="quiet-text small">drag, or Alt and the arrows</span>
      </h3>
      <ol>
        {order.value.slice(0, mostShown).map((id, i) => (
          <li key={id}>
            <button
              type="button"
              draggable
              class={`${i < backwardSteps.value ? 'done' : ''} ${state.hovered.value === id ? 'hovered' : ''}`}
              onDragStart={() => {
                dragged.value = i;
              }}
              onDragOver={(event) => event.preventDefault()}
              onDrop={() => move(dragged.value, i)}
              onPointerEnter={() => {
                state.hovered.value = id;
              }}
              onClick={() => state.goTo(state.forwardSteps.value + 2 + i)}
              onKeyDown={(event) => {
                const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
                if (!event.altKey || by === undefined) return;
                event.preventDefault();
                event.stopPropagation();
                move(i, i + by);
              }}
            >
              {label(id)}
            </button>
          </li>
        ))}
      </ol>
      {order.value.length > mostShown && (
        <p class="quiet-text small">and {order.value.length - mostShown} more</p>
      )}
      <Verdict />
    </section>
  );
}
