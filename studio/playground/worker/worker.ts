/** The training, in a thread of its own, so that the page never waits. */

import { setNumThreads } from 'chainrule';
import { encodeSafetensors } from 'chainrule/io';
import { exportCode } from '../model/export-code.js';
import { landscapeOf, landscapeSize } from '../model/landscape.js';
import { Session } from '../model/session.js';
import type { Order, Report } from './messages.js';

setNumThreads(1);

let session: Session | null = null;

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

function obey(order: Order): void {
  if (order.kind === 'start') session = new Session(order.config, order.events);
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
    case 'start':
      break;
  }
  sendFrame(mine);
}

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  try {
    obey(data);
  } catch (error) {
    report({ kind: 'trouble', message: error instanceof Error ? error.message : String(error) });
  }
});
