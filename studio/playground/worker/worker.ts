/** The training, in a thread of its own, so that the page never waits. */

import { setNumThreads } from 'chainrule';
import { encodeSafetensors } from 'chainrule/io';
import { type Digits, loadedDigits } from '../model/digits.js';
import { exportCode } from '../model/export-code.js';
import { landscapeOf, landscapeSize } from '../model/landscape.js';
import { Session } from '../model/session.js';
import type { Order, Report } from './messages.js';

setNumThreads(1);

let session: Session | null = null;
let digits: Digits | null = null;

function report(message: Report, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}

function sendFrame(mine: Session): void {
  const start = performance.now();
  const { surfaces, ...picture } = mine.picture();
  const hints = mine.findings.map(({ code, message, fix, step }) => ({ code, message, fix, step }));
  report(
    {
      kind: 'frame',
      ...picture,
      surfaces,
      weights: mine.weights(),
      hints,
      lr: mine.lr,
      events: mine.events,
      took: performance.now() - start,
    },
    surfaces
      .flat()
      .slice(0, 1)
      .map(({ buffer }) => buffer as ArrayBuffer),
  );
}

function run(mine: Session, steps: number, milliseconds: number): void {
  const end = performance.now() + milliseconds;
  for (let i = 0; i < steps && performance.now() < end; i++) mine.advance();
}

/** Begins a training, with the digits where they are what is learned. */
async function start({ config, events }: Extract<Order, { kind: 'start' }>): Promise<void> {
  if (config.data === 'digits' && digits === null) {
    digits = await loadedDigits();
    report({ kind: 'digits', points: digits.points });
  }
  session = new Session(config, events, config.data === 'digits' ? digits : null);
}

async function obey(order: Order): Promise<void> {
  if (order.kind === 'start') await start(order);
  const mine = session;
  if (mine === null) return;
  switch (order.kind) {
    case 'code':
      report({
        kind: 'code',
        text: exportCode(mine.config, mine.events, mine.step),
        step: mine.step,
      });
      return;
    case 'weights':
      report({ kind: 'weights', bytes: encodeSafetensors(mine.stateDict()) });
      return;
    case 'landscape':
      report({ kind: 'landscape', size: landscapeSize, losses: landscapeOf(mine) });
      return;
    case 'run':
      run(mine, order.steps, order.milliseconds);
      break;
    case 'go':
      mine.goTo(order.step);
      break;
    case 'change':
      mine.change(order.event);
      break;
    case 'look':
      mine.look(order.ink);
      break;
    case 'start':
      break;
  }
  sendFrame(mine);
}

/** Orders are obeyed one after the other, also where one waits for data. */
let done = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  done = done
    .then(() => obey(data))
    .catch((error: unknown) => {
      report({ kind: 'trouble', message: error instanceof Error ? error.message : String(error) });
    });
});
