/** What the doctor finds, in sight of the network: what is wrong, and what to do about it. */

import './doctor.css';
import type { JSX } from 'preact';
import { Icon } from '../../../design/icons.js';
import { count } from '../../../design/numbers.js';
import type { Hint } from '../../worker/messages.js';
import * as state from '../../worker/state.js';

/** Findings that name a cause; others that are found beside them often follow from it. */
const causes: readonly string[] = ['lr-too-high', 'lr-too-low'];

function isCause({ code }: Hint): boolean {
  return causes.includes(code);
}

function Finding({ hint, isOpen }: { hint: Hint; isOpen: boolean }): JSX.Element {
  const { message, fix, step } = hint;
  const [what = message, ...numbers] = message.split(':');
  return (
    <li>
      <details open={isOpen}>
        <summary>
          <Icon name="warning" />
          {what}
        </summary>
        <p>{fix}.</p>
        <p class="small quiet-text">
          {numbers.length > 0 && `${numbers.join(':').trim()}, `}at step {count(step)}
        </p>
      </details>
    </li>
  );
}

/** Below the network, and on a phone above the output: causes first, the first one open. */
export function Doctor(): JSX.Element {
  const found = state.calmFrame.value?.hints ?? [];
  const hints = [...found].sort((a, b) => Number(isCause(b)) - Number(isCause(a)));
  const [first, second] = hints;
  const mayFollow = first !== undefined && second !== undefined && isCause(first);
  return (
    <section class="hints" aria-label="Doctor">
      <h3>doctor</h3>
      {first === undefined && (
        <p class="quiet-text small">
          {state.calmFrame.value?.measured.step
            ? 'Nothing to complain about so far.'
            : 'It watches the training, and says here what goes wrong and why.'}
        </p>
      )}
      <ul>
        {hints.map((hint) => (
          <Finding key={hint.code} hint={hint} isOpen={hint === first} />
        ))}
      </ul>
      {mayFollow && (
        <p class="quiet-text small">Begin with the first one: the others may follow from it.</p>
      )}
    </section>
  );
}
