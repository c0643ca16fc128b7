/**
 * What a training has for pages, as far as Node can see it: bytes of checkpoints, the side of the
 * page of a training in a worker. The rest is in `test/package/browser.test.ts`, in Chromium.
 */

import { EventEmitter } from 'node:events';
import { DataError, nn, optim, ValueError } from 'chainrule';
import {
  downloadCheckpoint,
  encodeCheckpoint,
  loadCheckpoint,
  OPFSCheckpoint,
  serveTraining,
  WorkerTraining,
} from 'chainrule/train';
import { describe, expect, it } from 'vitest';

/** A worker that a test speaks for. */
class SpokenFor extends EventEmitter {
  readonly heard: unknown[] = [];
  postMessage(message: unknown): void {
    this.heard.push(message);
  }
  terminate(): void {
    this.emit('exit', 1);
  }
}

describe('a checkpoint as bytes', () => {
  it('is read again, and recognised when it is damaged', () => {
    const [model, other] = [new nn.Linear(2, 2), new nn.Linear(2, 2)];
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
    const bytes = encodeCheckpoint({ model, optimizer });
    loadCheckpoint(bytes, { model: other });
    expect(other.weight.toArray()).toEqual(model.weight.toArray());
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(() => loadCheckpoint(bytes)).toThrow('the checkpoint given as bytes is damaged');
  });

  it('needs a page, where it is for pages', async () => {
    const model = new nn.Linear(2, 2);
    expect(() => downloadCheckpoint('a', { model })).toThrow('there is no document here');
    await expect(OPFSCheckpoint.open('a')).rejects.toThrow('In Node and Deno use RunFolder');
    expect(() => serveTraining(() => 1)).toThrow(ValueError);
  });
});

describe('WorkerTraining', () => {
  it('begins, hears reports and the result, and sends commands', async () => {
    const worker = new SpokenFor();
    const reports: number[] = [];
    const onReport = (value: number): void => void reports.push(value);
    const training = new WorkerTraining<string>(worker, { options: { epochs: 2 }, onReport });
    // Sent again when the worker says that it listens.
    worker.emit('message', { kind: 'ready' });
    const begin = { kind: 'begin', options: { epochs: 2 } };
    expect(worker.heard).toEqual([begin, begin]);
    training.send({ command: 'pause' });
    expect(worker.heard.at(-1)).toEqual({ kind: 'command', command: { command: 'pause' } });
    worker.emit('message', { kind: 'report', value: 3 });
    worker.emit('message', { kind: 'result', value: 'done' });
    expect([reports, await training.result]).toEqual([[3], 'done']);
  });

  it('fails with the training, and with its worker', async () => {
    const failing = new SpokenFor();
    const failed = new WorkerTraining(failing).result;
    failing.emit('message', { kind: 'error', message: 'a loss is NaN' });
    await expect(failed).rejects.toThrow(
      new DataError('WorkerTraining: in the worker: a loss is NaN'),
    );
    const dying = new SpokenFor();
    const died = new WorkerTraining(dying).result;
    dying.terminate();
    await expect(died).rejects.toThrow('WorkerTraining: the worker failed: it ended with code 1');
    const ended = new WorkerTraining(new SpokenFor());
    ended.terminate();
    await expect(ended.result).rejects.toThrow('it was terminated');
  });
});
