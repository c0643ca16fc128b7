/** A file that was dropped onto the page: tensors with statistics, or curves of an event file. */

import './dropped.css';
import { type Signal, signal } from '@preact/signals';
import type { EventFile } from 'chainrule/train';
import type { JSX } from 'preact';
import { IconButton } from '../../design/controls.js';
import { bytes, count, short } from '../../design/numbers.js';
import { trouble } from '../store/state.js';
import { EventsPage } from './dropped-events.js';
import { readOnnx } from './onnx.js';
import { type FileTensor, readSafetensors } from './safetensors.js';
import type { Statistics } from './statistics.js';

interface Dropped {
  readonly name: string;
  readonly size: number;
  readonly content:
    | { readonly kind: 'tensors'; readonly tensors: readonly FileTensor[] }
    | { readonly kind: 'events'; readonly events: EventFile };
}

/** The file that is shown. */
export const dropped: Signal<Dropped | null> = signal<Dropped | null>(null);

const mostShown = 2000;

async function contentOf(file: File): Promise<Dropped['content']> {
  if (file.name.includes('tfevents')) {
    // The reader comes with the library, which the page does not need for anything else.
    const { readEvents } = await import('chainrule/train');
    return { kind: 'events', events: readEvents(new Uint8Array(await file.arrayBuffer())) };
  }
  const read = file.name.endsWith('.onnx') ? readOnnx : readSafetensors;
  return { kind: 'tensors', tensors: await read(file) };
}

/** Shows a file; what cannot be read is said in the page's words. It stays on this machine. */
export async function openFile(file: File): Promise<void> {
  try {
    dropped.value = { name: file.name, size: file.size, content: await contentOf(file) };
  } catch (error) {
    trouble.value = `${file.name}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What makes an element take files that are dropped onto it. */
export const takesFiles = {
  onDragOver: (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  },
  onDrop: (event: DragEvent): void => {
    const [file] = event.dataTransfer?.files ?? [];
    if (file === undefined) return;
    event.preventDefault();
    openFile(file);
  },
} as const;

function Histogram({ statistics, name }: { statistics: Statistics; name: string }): JSX.Element {
  const { counts, low, high } = statistics;
  const most = Math.max(1, ...counts);
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${4 * counts.length} 24`}
      role="img"
      aria-label={`Numbers of ${name} from ${short(low)} to ${short(high)}`}
    >
      {counts.map((one, i) => (
        <rect key={i} x={4 * i} y={24 - (24 * one) / most} width="3" height={(24 * one) / most} />
      ))}
    </svg>
  );
}

/** A statistic; there is none of an empty tensor. */
function shown(value: number): string {
  return Number.isFinite(value) ? short(value) : '–';
}

function Row({ tensor }: { tensor: FileTensor }): JSX.Element {
  const { name, dtype, shape, statistics } = tensor;
  const { low, high, mean, std, zeros, notFinite } = statistics;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{dtype}</td>
      <td>[{shape.join(', ')}]</td>
      <td>{shown(low)}</td>
      <td>{shown(high)}</td>
      <td>{shown(mean)}</td>
      <td>{shown(std)}</td>
      <td>{Number.isFinite(zeros) ? `${short(100 * zeros, 2)} %` : '–'}</td>
      <td class={notFinite > 0 ? 'bad' : ''}>{count(notFinite)}</td>
      <td>
        <Histogram statistics={statistics} name={name} />
      </td>
    </tr>
  );
}

/** The button that opens a file without dropping it. */
export function OpenFile(): JSX.Element {
  return (
    <label class="open-file" title="Weights, or an event file of TensorBoard; it stays here">
      file …
      <input
        type="file"
        aria-label="Open a safetensors, ONNX or event file"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file !== undefined) openFile(file);
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}

/** Tensors as a table. */
function TensorTable(props: { tensors: readonly FileTensor[]; length: number }): JSX.Element {
  const { tensors, length } = props;
  const numbers = tensors.reduce(
    (sum, { shape }) => sum + shape.reduce((product, one) => product * one, 1),
    0,
  );
  const heads = ['tensor', 'dtype', 'shape', 'lowest', 'highest', 'mean', 'std', 'zeros'];
  return (
    <>
      <p class="quiet-text">
        {count(tensors.length)} tensors, {count(numbers)} numbers, {bytes(length)}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <div class="dropped-table" tabIndex={0}>
        <table class="number">
          <thead>
            <tr>
              {[...heads, 'not finite', 'how many where'].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tensors.slice(0, mostShown).map((tensor) => (
              <Row key={tensor.name} tensor={tensor} />
            ))}
          </tbody>
        </table>
      </div>
      {tensors.length > mostShown && <p>The first {count(mostShown)} are shown.</p>}
    </>
  );
}

/** The file. */
export function DroppedPage({ file }: { file: Dropped }): JSX.Element {
  const { name, size, content } = file;
  return (
    <section class="dropped" aria-label={name}>
      <header>
        <h1>{name}</h1>
        <IconButton
          icon="close"
          label="Close the file"
          onClick={() => {
            dropped.value = null;
          }}
        />
      </header>
      {content.kind === 'tensors' ? (
        <TensorTable tensors={content.tensors} length={size} />
      ) : (
        <EventsPage events={content.events} length={size} />
      )}
    </section>
  );
}
