/** A number to type in; what is out of its range is not taken. */

import type { JSX } from 'preact';

/** The field with its name. */
export function NumberField(props: {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}): JSX.Element {
  const { label, value, min, max, onChange } = props;
  return (
    <label class="number-field">
      <span>{label}</span>
      <input
        type="number"
        step="any"
        value={value}
        min={min}
        max={max}
        onChange={(event) => {
          const typed = event.currentTarget.valueAsNumber;
          if (typed >= min && typed <= max) onChange(typed);
        }}
      />
    </label>
  );
}
