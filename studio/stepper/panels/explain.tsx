/** What this step does, with its own numbers filled into the formula. */

import type { ComponentChildren, JSX } from 'preact';
import { short } from '../../design/numbers.js';
import type { Flow } from '../tape/run-tape.js';
import * as state from '../tape/state.js';
import type { TapeNode } from '../tape/tape.js';
import { wordsOf } from '../tape/words.js';

function node(id: number | undefined): TapeNode | undefined {
  return state.tape.value.nodes.find((one) => one.id === id);
}

function label(id: number | undefined): string {
  return node(id)?.label ?? '';
}

function number(id: number | undefined): string {
  return id === undefined ? '' : short(state.numbers.value.values.get(id)?.data);
}

function Row({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class="fact">
      <dt class="quiet-text">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Start(): JSX.Element {
  return (
    <>
      <h2>Before the first step</h2>
      <p>
        The blue boxes are given. Each other box will be computed from those that its arrows come
        from, one operation at a time.
      </p>
      <p class="quiet-text">
        <kbd>→</kbd> goes on, <kbd>←</kbd> goes back, <kbd>End</kbd> runs to the end.
      </p>
      <p class="quiet-text">
        Type formulas, or the guide's TypeScript: <code>const o = a.mul(b).tanh()</code>. A network
        of the playground comes here by its button “stepper”.
      </p>
    </>
  );
}

function ForwardStep({ now }: { now: TapeNode }): JSX.Element {
  const words = wordsOf(now);
  const [a, b] = now.args;
  if (words === null) return <Start />;
  return (
    <>
      <h2>
        {now.isNamed ? `${now.label} = ` : ''}
        {words.formula(label(a), label(b))}
      </h2>
      <p class="formula">
        {words.formula(number(a), number(b))} = <strong>{number(now.id)}</strong>
      </p>
      <p class="quiet-text">It needs only numbers that are known already.</p>
    </>
  );
}

function Seed(): JSX.Element {
  const name = label(state.tape.value.root);
  return (
    <>
      <h2>Now backward</h2>
      <p class="formula">
        d {name} / d {name} = <strong>1</strong>
      </p>
      <p>
        The result grows by as much as itself, so its gradient is 1. From here each box passes to
        its operands how much they matter.
      </p>
    </>
  );
}

function Passed({ flow, now }: { flow: Flow; now: TapeNode }): JSX.Element {
  const [a, b] = now.args;
  const texts = [label(a), label(b), label(now.id)] as const;
  const words = wordsOf(now);
  const formula = words?.local[flow.index]?.(...texts) ?? '';
  return (
    <section class="passed">
      <h3>to {label(flow.to)}</h3>
      <dl>
        <Row name="incoming">{short(flow.incoming)}</Row>
        <Row name="local derivative">
          d({label(now.id)}) / d({label(flow.to)}) ={' '}
          {formula !== short(flow.local) && `${formula} = `}
          <strong>{short(flow.local)}</strong>
        </Row>
        <Row name="product">
          {short(flow.incoming)} × {short(flow.local)} = <strong>{short(flow.product)}</strong>
        </Row>
        <Row name="added">
          {short(flow.before)} + {short(flow.product)} = <strong>{short(flow.after)}</strong>
        </Row>
      </dl>
      {flow.before !== 0 && (
        <p class="quiet-text small">
          {label(flow.to)} is used more than once: what its uses send is added up.
        </p>
      )}
    </section>
  );
}

function BackwardStep({ now }: { now: TapeNode }): JSX.Element {
  const words = wordsOf(now);
  return (
    <>
      <h2>{now.label} passes its gradient on</h2>
      <p>{words?.why}</p>
      <p class="quiet-text small">
        A local derivative is the slope of this one box: what {now.label} gains for each bit that
        one operand gains, while the others stay. Incoming times local is how much the result gains.
      </p>
      {state.backward.value.flows.map((flow) => (
        <Passed key={flow.index} flow={flow} now={now} />
      ))}
    </>
  );
}

/** The gradient of the chosen node in words. */
function Hovered({ id }: { id: number }): JSX.Element {
  const grad = state.backward.value.grads.get(id);
  const result = label(state.tape.value.root);
  const isKnown = state.known.value.has(id);
  return (
    <p class="hovered-words small">
      <strong>{label(id)}</strong>
      {isKnown ? ` is ${number(id)}. ` : ' is not computed yet. '}
      {grad !== undefined &&
        `Its gradient so far is ${short(grad)}: a little more of it, and ${result} changes by ${short(grad)} times as much.`}
    </p>
  );
}

function Step(): JSX.Element {
  const { position, forwardSteps, current } = state;
  const now = node(current.value ?? undefined);
  if (position.value === 0 || now === undefined) return <Start />;
  if (position.value <= forwardSteps.value) return <ForwardStep now={now} />;
  if (position.value === forwardSteps.value + 1) return <Seed />;
  return <BackwardStep now={now} />;
}

/** The panel beside the graph. */
export function Explain(): JSX.Element {
  return (
    <section class="explain" aria-live="polite" aria-label="This step">
      <Step />
      {state.hovered.value !== null && <Hovered id={state.hovered.value} />}
    </section>
  );
}
