/** A form for one row: a number, a choice or a date for each column that the model looks at. */

import type { PredictField } from 'chainrule/studio';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { short } from '../../design/numbers.js';

/** A row by its columns; an empty text is a value that is not known. */
export type Row = Readonly<Record<string, string>>;

function usualText(field: PredictField): string {
  switch (field.kind) {
    case 'number':
      return String(Number(field.usual.toPrecision(4)));
    case 'category':
      return field.choices[0] ?? '';
    case 'date':
      return '';
  }
}

/** The row to begin with: usual numbers, first choices. */
export function usualRow(fields: readonly PredictField[]): Row {
  return Object.fromEntries(fields.map((field) => [field.column, usualText(field)]));
}

function Field(props: {
  field: PredictField;
  id: string;
  text: string;
  onChange: (text: string) => void;
}): JSX.Element {
  const { field, id, text, onChange } = props;
  switch (field.kind) {
    case 'number':
      return (
        <input
          id={id}
          type="number"
          step="any"
          value={text}
          placeholder={`missing; usual ${short(field.usual)}`}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'category':
      return (
        <select id={id} value={text} onChange={(event) => onChange(event.currentTarget.value)}>
          {field.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
          <option value="">missing</option>
        </select>
      );
    case 'date':
      return (
        <input type="date" value={text} onInput={(event) => onChange(event.currentTarget.value)} />
      );
  }
}

/** The form; `onRow` hears of each change. */
export function RowForm(props: {
  fields: readonly PredictField[];
  onRow: (row: Row) => void;
}): JSX.Element {
  const { fields, onRow } = props;
  const [row, setRow] = useState(() => usualRow(fields));
  return (
    <form class="row-form" onSubmit={(event) => event.preventDefault()} aria-label="A row">
      {fields.map((field, i) => (
        <label key={field.column} for={`field-${i}`}>
          <span class="quiet-text" title={field.column}>
            {field.column}
          </span>
          <Field
            field={field}
            id={`field-${i}`}
            text={row[field.column] ?? ''}
            onChange={(text) => {
              const next = { ...row, [field.column]: text };
              setRow(next);
              onRow(next);
            }}
          />
        </label>
      ))}
    </form>
  );
}
