/** The model of a run is asked: about a row, a drawing, a file. */

import './predict.css';
import { useSignal } from '@preact/signals';
import type { PredictForm } from 'chainrule/studio';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Drawing } from '../../design/drawing/drawing.js';
import { fetchForm } from '../store/api.js';
import { FilePredictions, OnePrediction } from './predictions.js';
import { RowForm, usualRow } from './row-form.js';
import { type Asking, type FileAnswer, useAsking, words } from './use-asking.js';

/** The place where files are dropped; a click opens one. */
function FilePlace(props: { files: readonly string[]; onFile: (file: File) => void }): JSX.Element {
  const { files, onFile } = props;
  const take = (list: FileList | null | undefined): void => {
    const [file] = list ?? [];
    if (file !== undefined) onFile(file);
  };
  return (
    <label
      class="file-place"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        // The page around would look for weights in it.
        event.stopPropagation();
        take(event.dataTransfer?.files);
      }}
    >
      <span>
        Drop a file here, or <u>choose one</u>
      </span>
      <span class="quiet-text small">{files.join(' ')}</span>
      <input
        type="file"
        aria-label="A file to predict"
        accept={files.join(',')}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}

/** A row or a drawing, and what the model says of it while it is changed. */
function AskOne({ form, asking }: { form: PredictForm; asking: Asking }): JSX.Element | null {
  const { fields, drawing, target } = form;
  if (fields.length === 0 && drawing === null) return null;
  const said = asking.one.value;
  return (
    <div class="ask-one">
      {fields.length > 0 && <RowForm fields={fields} onRow={(row) => asking.askSoon({ row })} />}
      {drawing !== null && (
        <Drawing
          side={drawing}
          onInk={(ink) => (ink.length > 0 ? asking.askSoon({ ink }) : asking.forget())}
        />
      )}
      {said !== null && <OnePrediction found={said} target={target} />}
      {said === null && fields.length > 0 && asking.trouble.value === '' && (
        <p class="quiet-text">Loading the model …</p>
      )}
    </div>
  );
}

/** What the model says of a file: of a picture beside the picture, of rows as a table. */
function Answered({ file, found, picture }: FileAnswer): JSX.Element {
  if (picture === null) return <FilePredictions found={found} file={file} />;
  return (
    <div class="ask-one">
      <img class="asked-picture" src={picture} alt={file} />
      <OnePrediction found={found} target={file} />
    </div>
  );
}

function Ask({ name, form }: { name: string; form: PredictForm }): JSX.Element {
  const asking = useAsking(name);
  const { trouble, isReading, ofFile } = asking;
  useEffect(() => {
    if (form.fields.length > 0) asking.askSoon({ row: usualRow(form.fields) });
  }, []);
  return (
    <div class="predict">
      {trouble.value !== '' && (
        <p class="banner" role="alert">
          {trouble.value}
        </p>
      )}
      <AskOne form={form} asking={asking} />
      {form.files.length > 0 && <FilePlace files={form.files} onFile={asking.askFile} />}
      {isReading.value && <p class="quiet-text">Reading …</p>}
      {ofFile.value !== null && <Answered {...ofFile.value} />}
    </div>
  );
}

/** The tab of a run where its model is asked; asked anew when the run has `changed`. */
export function Predict({ name, changed }: { name: string; changed: number }): JSX.Element {
  const form = useSignal<PredictForm | null>(null);
  const trouble = useSignal('');
  useEffect(() => {
    let isHere = true;
    fetchForm(name).then(
      (found) => {
        if (!isHere || JSON.stringify(found) === JSON.stringify(form.value)) return;
        form.value = found;
        trouble.value = '';
      },
      (error: unknown) => {
        if (isHere && form.value === null) trouble.value = words(error);
      },
    );
    return () => {
      isHere = false;
    };
  }, [name, changed]);
  if (trouble.value !== '') return <p class="empty">{trouble.value}</p>;
  if (form.value === null) return <p class="quiet-text">Loading …</p>;
  return <Ask key={name} name={name} form={form.value} />;
}
