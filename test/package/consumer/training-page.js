/** What a page can do with trainings: in a worker, kept in the browser, downloaded. */

import { decodeSafetensors } from 'chainrule/io';
import { downloadCheckpoint, OPFSCheckpoint, WorkerTraining } from 'chainrule/train';
import { makeTraining } from './training.js';

/** Trains in a worker; what it reported, what it ended with, and how often the page had a turn. */
globalThis.train = async (options) => {
  const worker = new Worker(new URL('./training-worker.js', import.meta.url), { type: 'module' });
  const epochs = [];
  let turns = 0;
  const clock = setInterval(() => {
    turns += 1;
  });
  try {
    const onReport = ({ epoch }) => epochs.push(epoch);
    const result = await new WorkerTraining(worker, { options, onReport }).result;
    return { ...result, epochs, turns };
  } catch (error) {
    return { error: String(error) };
  } finally {
    clearInterval(clock);
    worker.terminate();
  }
};

/** How many tensors are kept in a folder. */
globalThis.kept = async (folder) => {
  const checkpoints = await OPFSCheckpoint.open(folder);
  const bytes = await checkpoints.read();
  await checkpoints.close();
  return Object.keys(decodeSafetensors(bytes).tensors).length;
};

/** Turns a bit over in some files of a folder. */
globalThis.damage = async (folder, names) => {
  const root = await navigator.storage.getDirectory();
  const directory = await root.getDirectoryHandle(folder);
  for (const name of names) {
    const handle = await directory.getFileHandle(name);
    const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
    bytes[bytes.length - 9] ^= 1;
    const file = await handle.createWritable();
    await file.write(bytes);
    await file.close();
  }
};

/** Offers a checkpoint to the user. */
globalThis.download = () => {
  const { model, optimizer } = makeTraining([]);
  downloadCheckpoint('mine.safetensors', { model, optimizer });
};

globalThis.ready = true;
