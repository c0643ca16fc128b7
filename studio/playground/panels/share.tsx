/** What is taken along from the page, or to another one. */

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Menu, type MenuItem } from '../../design/menu.js';
import { say } from '../../design/toast.js';
import * as state from '../worker/state.js';
import { ChallengeDialog } from './challenge.js';
import { savePicture } from './save-picture.js';
import { StepperDialog } from './stepper-dialog.js';

function copyLink(): Promise<void> {
  return navigator.clipboard.writeText(location.href).then(
    () => say('The link is copied: it has all choices.'),
    () => say('The browser did not allow it; the address has all choices.'),
  );
}

/** The menu, and what it opens. */
export function Share(): JSX.Element {
  const asking = useSignal<'challenge' | 'stepper' | null>(null);
  const stopAsking = (): void => {
    asking.value = null;
  };
  const items: readonly MenuItem[] = [
    { name: 'link', what: 'copies the address: all choices', act: () => void copyLink() },
    {
      name: 'code',
      what: 'TypeScript that trains the same, bit by bit',
      act: () => state.ask('code'),
    },
    { name: 'weights', what: 'a safetensors file', act: () => state.ask('weights') },
    { name: 'picture', what: 'the output as a PNG file', act: savePicture },
    {
      name: 'stepper',
      what: 'every number of this network on one point',
      act: () => {
        state.isPlaying.value = false;
        asking.value = 'stepper';
      },
    },
    {
      name: 'challenge',
      what: 'a link with a question, parts hidden',
      act: () => {
        asking.value = 'challenge';
      },
    },
  ];
  return (
    <div class="share">
      <Menu icon="share" name="share" items={items} />
      {asking.value === 'challenge' && <ChallengeDialog onClose={stopAsking} />}
      {asking.value === 'stepper' && <StepperDialog onClose={stopAsking} />}
    </div>
  );
}
