/** The way to the stepper: the network as it is now, and which of its points it is shown. */

import './stepper-dialog.css';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Dialog } from '../../design/controls.js';
import { short } from '../../design/numbers.js';
import { isRegression } from '../model/config.js';
import { stepperCode, whyNotStepped } from '../model/stepper-code.js';
import * as state from '../worker/state.js';

/** The dialog. */
export function StepperDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const chosen = useSignal(1);
  const { config, points, calmFrame } = state;
  const layers = calmFrame.value?.weights ?? [];
  const problem = whyNotStepped(config.value, layers);
  const { train } = points.value;
  const point = train[chosen.value - 1];
  if (problem !== '' || point === undefined) {
    return (
      <Dialog title="Step by step" onClose={onClose}>
        <p>{problem || 'There is no point to learn from yet.'}</p>
      </Dialog>
    );
  }
  const [x1, x2, label] = point;
  const code = stepperCode(config.value, layers, point);
  return (
    <Dialog title="Step by step" onClose={onClose}>
      <p>
        The stepper shows how this network, with its weights of step{' '}
        {calmFrame.value?.measured.step ?? 0}, comes to its loss on one point, and how the gradient
        of every weight is made.
      </p>
      <div class="stepper-choice">
        <label class="number-field">
          <span>point</span>
          <input
            type="number"
            min={1}
            max={train.length}
            value={chosen.value}
            onInput={(event) => {
              const typed = event.currentTarget.valueAsNumber;
              if (train[typed - 1] !== undefined) chosen.value = typed;
            }}
          />
        </label>
        <p class="small quiet-text">
          of {train.length}: <span class="number">{short(x1, 3)}</span>,{' '}
          <span class="number">{short(x2, 3)}</span>, {isRegression(config.value) ? '' : 'class '}
          <span class="number">{short(label, 3)}</span>
        </p>
        <a class="stepper-link" href={`./stepper.html#${new URLSearchParams({ code })}`}>
          Open in the stepper
        </a>
      </div>
      <p class="small quiet-text">
        Dropout, L1 and L2 are left out: they belong to the training, not to one point.
      </p>
    </Dialog>
  );
}
