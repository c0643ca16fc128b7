/** Trains in a worker of the web, with batches from a worker of its own. */

import { WorkerDataset } from 'chainrule/data';
import { OPFSCheckpoint, serveTraining } from 'chainrule/train';
import { makeTraining } from './training.js';

serveTraining(async ({ options: { folder, epochs, stopAfter }, control, report }) => {
  const checkpoints = await OPFSCheckpoint.open(folder);
  const worker = new Worker(new URL('./flowers-worker.js', import.meta.url), { type: 'module' });
  const flowers = await WorkerDataset.open(worker);
  const { model, optimizer, trainer } = makeTraining([checkpoints], flowers);
  const resumed = await checkpoints.resume({ model, optimizer, trainer });
  const from = resumed?.trainer?.epoch ?? 0;
  const onEpoch = (record) => {
    report(record);
    // As if the page were closed: nothing is ended in order.
    if (record.epoch === stopAfter) throw new Error('closed');
  };
  try {
    await trainer.fit({ epochs, control, onEpoch });
  } finally {
    await checkpoints.close();
    flowers.close();
  }
  return { from, weights: model.parameters().flatMap((one) => one.toArray().flat()) };
});
