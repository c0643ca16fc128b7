/** The folder of a training: what is in it, and that it goes on after any stop. */

import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from 'chainrule';
import { type EpochRecord, loadCheckpoint, RunFolder } from 'chainrule/train';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { classifier, stopAfter } from './classifier.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chainrule-run-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const linesOf = (run: RunFolder): EpochRecord[] =>
  readFileSync(run.metrics, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Trains in the folder, up to `epochs`. */
async function train(run: RunFolder, parts: ReturnType<typeof classifier>, epochs: number) {
  await parts.trainer.fit({ epochs, onEpoch: (record) => run.saveEpoch(record, parts) });
}

it('keeps metrics, and the best and the last checkpoint', async () => {
  const run = RunFolder.create(join(root, 'runs', 'a'));
  const parts = classifier();
  await train(run, parts, 4);
  const records = linesOf(run);
  expect(records.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
  const losses = records.map(({ validation }) => validation?.loss ?? Number.NaN);
  const best = loadCheckpoint(run.best);
  expect(best.facts.epoch).toBe(1 + losses.indexOf(Math.min(...losses)));
  expect(best.optimizer).toBeNull();
  expect(loadCheckpoint(run.last).trainer?.epoch).toBe(4);
});

it('goes on, with the metrics and the best of before', async () => {
  const whole = RunFolder.create(join(root, 'whole'));
  await train(whole, classifier(), 4);

  const path = join(root, 'parts');
  await train(RunFolder.create(path), classifier(), 2);
  const run = RunFolder.open(path);
  // What a crash leaves between the metrics of an epoch and its checkpoint, and within a line.
  const third = JSON.stringify(linesOf(whole)[2]);
  appendFileSync(run.metrics, `${third}\n{"epoch":`);
  const parts = classifier(7);
  run.resume(parts);
  await train(run, parts, 4);
  const numbers = (from: RunFolder): unknown =>
    linesOf(from).map(({ epoch, train: own, validation }) => [epoch, own, validation]);
  expect(numbers(run)).toEqual(numbers(whole));
  // No line is written again, with other times.
  expect(readFileSync(run.metrics, 'utf8').split('\n')[2]).toBe(third);
  expect(readFileSync(run.best)).toEqual(readFileSync(whole.best));
});

it('goes on from the middle of the first epoch', async () => {
  const run = RunFolder.create(join(root, 'a'));
  const parts = classifier();
  await parts.trainer.fit(stopAfter(2, { epochs: 1 }));
  run.saveLast(parts);
  expect(existsSync(run.best)).toBe(false);
  const again = classifier();
  expect(RunFolder.open(run.path).resume(again).trainer?.batch).toBe(2);
});

it('never begins where something is', () => {
  const path = join(root, 'a');
  RunFolder.create(path);
  RunFolder.create(path);
  writeFileSync(join(path, 'note.txt'), 'mine');
  expect(() => RunFolder.create(path)).toThrow(DataError);
  expect(() => RunFolder.create(path)).toThrow('is not empty; choose another name');
  expect(() => RunFolder.create(join(path, 'note.txt'))).toThrow(/cannot make the folder/);
});

/** A process number that no process has. */
const gone = JSON.stringify({ pid: 2 ** 22 + 1, began: '0' });

it('takes over what a training left that was killed before its first save', () => {
  const path = join(root, 'a');
  const { warn } = console;
  const said: string[] = [];
  console.warn = (text: string) => said.push(text);
  try {
    RunFolder.create(path).describe({ kind: 'own' });
    writeFileSync(join(path, '.lock'), gone);
    writeFileSync(join(path, '.last.safetensors.1.tmp'), 'half');
    expect(() => RunFolder.open(path)).toThrow('ended before its first save. Begin it anew');
    const run = RunFolder.create(path);
    expect(said).toEqual([expect.stringContaining('It begins anew')]);
    expect(readdirSync(path)).toEqual([]);
    run.lock();
    expect(() => RunFolder.create(path)).toThrow('another training is at work in this folder');
    run.unlock();
  } finally {
    console.warn = warn;
  }
});

it('takes nothing over that holds weights, or anything that is not its own', () => {
  for (const name of ['best.safetensors', 'exception.safetensors', 'notes.txt']) {
    const path = join(root, name);
    RunFolder.create(path);
    writeFileSync(join(path, '.lock'), gone);
    writeFileSync(join(path, name), 'kept');
    expect(() => RunFolder.create(path)).toThrow('is not empty');
    expect(readFileSync(join(path, name), 'utf8')).toBe('kept');
  }
});

it('says that there is nothing to go on with, or that the metrics are damaged', () => {
  expect(() => RunFolder.open(join(root, 'none'))).toThrow(/no training to go on with/);
  const run = RunFolder.create(join(root, 'a'));
  run.saveLast(classifier());
  writeFileSync(run.metrics, 'epoch 1\n');
  expect(() => run.resume(classifier())).toThrow('line 1 is not the metrics of an epoch');
});
