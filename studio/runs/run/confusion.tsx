/** Which class was taken for which; a cell shows its mistakes. */

import type { JSX } from 'preact';

/** What was taken for what. */
export interface Cell {
  readonly actual: string;
  readonly predicted: string;
}

function isSame(a: Cell | null, b: Cell): boolean {
  return a?.actual === b.actual && a.predicted === b.predicted;
}

/** Counts of which class was taken for which. */
export function Confusion(props: {
  counts: readonly (readonly number[])[];
  labels: readonly string[];
  chosen: Cell | null;
  onChoose: (cell: Cell | null) => void;
}): JSX.Element {
  const { counts, labels, chosen, onChoose } = props;
  const most = Math.max(1, ...counts.map((row) => Math.max(...row)));
  const content = (value: number, cell: Cell): JSX.Element | string => {
    if (value === 0) return '·';
    if (cell.actual === cell.predicted) return String(value);
    const isChosen = isSame(chosen, cell);
    return (
      <button
        type="button"
        class="quiet cell"
        aria-pressed={isChosen}
        aria-label={`${value} times ${cell.actual} taken for ${cell.predicted}: show them`}
        onClick={() => onChoose(isChosen ? null : cell)}
      >
        {value}
      </button>
    );
  };
  return (
    <table class="confusion">
      <caption class="quiet-text small">
        rows: what it is; columns: what it was taken for; click a mistake to see it
      </caption>
      <thead>
        <tr>
          <td />
          {labels.map((label) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {counts.map((row, i) => (
          <tr key={labels[i]}>
            <th scope="row">{labels[i]}</th>
            {row.map((value, k) => (
              <td
                key={labels[k]}
                class={`number ${i === k ? 'right-one' : 'wrong-one'}`}
                title={`${labels[i]} taken for ${labels[k]}: ${value}`}
                style={{ '--share': String(value / most) }}
              >
                {content(value, { actual: labels[i] ?? '', predicted: labels[k] ?? '' })}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
