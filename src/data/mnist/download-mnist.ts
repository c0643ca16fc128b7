/**
 * Fetches the four files of MNIST, or of a set in its form, into a folder. Node and Deno only. How
 * one file is fetched, resumed and checked is in download-file.ts.
 */

import { fileError } from '../../io/file-errors.js';
import { nodeModule } from '../../io/node-modules.js';
import * as signatures from '../../signatures/data.js';
import { type DownloadProgress, downloadFile } from './download-file.js';

const op = 'downloadMnist';

/** A mirror of the original files, kept by the PyTorch project. */
const defaultUrl = 'https://ossci-datasets.s3.amazonaws.com/mnist/';

/**
 * SHA-256 of each original file, as TensorFlow Datasets publishes them:
 * https://github.com/tensorflow/datasets/blob/master/tensorflow_datasets/url_checksums/mnist.txt
 */
const originalFiles: Readonly<Record<string, string>> = {
  'train-images-idx3-ubyte.gz': '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
  'train-labels-idx1-ubyte.gz': '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
  't10k-images-idx3-ubyte.gz': '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
  't10k-labels-idx1-ubyte.gz': 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
};

/** Options of `downloadMnist`. */
export interface DownloadMnistOptions {
  /** Folder for the files; made when it is missing. */
  readonly folder: string;
  /** Where the files are; default: a mirror of the original ones. */
  readonly baseUrl?: string;
  /** SHA-256, in hex, by name of each file to fetch; default: the four original ones. */
  readonly files?: Readonly<Record<string, string>>;
  /** Called as bytes arrive. */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Stops the download; what has arrived is kept for the next time. */
  readonly signal?: AbortSignal;
}

/**
 * Fetches the files that `folder` does not have yet (11.6 MB for MNIST) and checks each against its
 * SHA-256. Files that are there and right are not fetched again; a broken download goes on where it
 * stopped. For Fashion-MNIST, give `baseUrl` and `files`.
 *
 * Rejects with `DataError` when the server cannot be reached or refuses, when the connection
 * breaks, and when a checksum differs; a file that was there before is never overwritten.
 *
 * @example
 * await downloadMnist({ folder: 'mnist' });
 * const train = loadMnist({ folder: 'mnist' });
 */
export async function downloadMnist(options: DownloadMnistOptions): Promise<void> {
  signatures.downloadMnist.check(arguments);
  const { folder, baseUrl = defaultUrl, files = originalFiles, onProgress, signal } = options;
  const { mkdirSync } = nodeModule(op, 'node:fs');
  const { join } = nodeModule(op, 'node:path');
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fileError(op, 'make the folder', folder, error);
  }
  for (const [name, sha256] of Object.entries(files)) {
    const url = new URL(name, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`).href;
    await downloadFile({ op, url, path: join(folder, name), sha256, onProgress, signal });
  }
}
