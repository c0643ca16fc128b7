/** What the doctor finds, in sight of the network: what is wrong, and what to do about it. */

import './doctor.css';
import type { JSX } from 'preact';
import { Icon } from '../../../design/icons.js';
import { count } from '../../../design/numbers.js';
import type { PlayConfig } from '../../model/config.js';
import type { Frame, Hint } from '../../worker/messages.js';
import * as state from '../../worker/state.js';
import { pageFix } from './page-fixes.js';

/** Findings that name a cause; others that are found beside them often follow from it. */
const causes: readonly string[] = ['lr-too-high', 'lr-too-low'];

function isCause({ code }: Hint): boolean {
  return causes.includes(code);
}

function Finding(props: {
  hint: Hint;
  isOpen: boolean;
  config: PlayConfig;
  rate: number;
  canChange: boolean;
}): JSX.Element {
  const { hint, isOpen, config, rate, canChange } = props;
  const { message, step } = hint;
  const [what = message, ...numbers] = message.split(':');
  const { words, button } = pageFix(hint, config, rate);
  return (
    <li>
      <details open={isOpen}>
        <summary>
          <Icon name="warning" />
          {what}
        </summary>
        <p>{words}.</p>
        {canChange && button !== undefined && (
          <button type="button" class="hint-fix" onClick={() => state.change(button.changes)}>
            {button.name}
          </button>
        )}
        <p class="small quiet-text">
          {numbers.length > 0 && `${numbers.join(':').trim()}, `}at step {count(step)}
        </p>
      </details>
    </li>
  );
}

/** Causes first: others often follow from them. */
function inOrder(hints: readonly Hint[]): readonly Hint[] {
  return [...hints].sort((a, b) => Number(isCause(b)) - Number(isCause(a)));
}

/** The findings about a network, the first one open; `canChange` where the page can change it. */
export function Findings(props: {
  frame: Frame | null;
  config: PlayConfig;
  canChange: boolean;
}): JSX.Element {
  const { frame, config, canChange } = props;
  const hints = inOrder(frame?.hints ?? []);
  const [first, second] = hints;
  const mayFollow = first !== undefined && second !== undefined && isCause(first);
  return (
    <>
      {first === undefined && (
        <p class="quiet-text small">
          {frame?.measured.step
            ? 'Nothing to complain about so far.'
            : 'It watches the training, and says here what goes wrong and why.'}
        </p>
      )}
      <ul>
        {hints.map((hint) => (
          <Finding
            key={hint.code}
            hint={hint}
            isOpen={hint === first}
            config={config}
            rate={frame?.lr ?? config.lr}
            canChange={canChange}
          />
        ))}
      </ul>
      {mayFollow && (
        <p class="quiet-text small">Begin with the first one: the others may follow from it.</p>
      )}
    </>
  );
}

/** Below the network, and on a phone below the output. */
export function Doctor(): JSX.Element {
  return (
    <section class="hints" aria-label="Doctor">
      <h3>doctor</h3>
      <Findings frame={state.calmFrame.value} config={state.config.value} canChange={true} />
    </section>
  );
}

/** At the foot, which is always in sight: that there is a finding, and the way to it. */
export function DoctorSign(): JSX.Element {
  const hints = inOrder(state.calmFrame.value?.hints ?? []);
  const [first] = hints;
  const go = (): void => {
    const place = document.querySelector('.hints');
    place?.scrollIntoView({ block: 'center' });
    place?.querySelector('summary')?.focus({ preventScroll: true });
  };
  return (
    <div class="doctor-sign" aria-live="polite">
      {first !== undefined && (
        <button type="button" class="quiet" title={first.message} onClick={go}>
          <Icon name="warning" />
          <span class="doctor-words">{first.message.split(':')[0]}</span>
          <span class="doctor-count number">{hints.length}</span>
        </button>
      )}
    </div>
  );
}
