/** The controls that all pages share. */

import './controls.css';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icons.js';

/** A button that is a picture; its words are for the pointer and for readers of the screen. */
export function IconButton(props: {
  icon: IconName;
  label: string;
  onClick: () => void;
  pressed?: boolean;
  disabled?: boolean;
}): JSX.Element {
  const { icon, label, onClick, pressed, disabled = false } = props;
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/** One of a few. */
export function Segmented<Choice extends string>(props: {
  label: string;
  value: Choice;
  choices: readonly (readonly [choice: Choice, text: ComponentChildren, title?: string])[];
  onChange: (choice: Choice) => void;
}): JSX.Element {
  const { label, value, choices, onChange } = props;
  return (
    <fieldset class="segmented" aria-label={label}>
      {choices.map(([choice, text, title]) => (
        <button
          key={choice}
          type="button"
          aria-pressed={choice === value}
          title={title}
          onClick={() => onChange(choice)}
        >
          {text}
        </button>
      ))}
    </fieldset>
  );
}

/** On or off. */
export function Switch(props: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}): JSX.Element {
  const { label, checked, onChange } = props;
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        aria-checked={checked}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}

/** A number on a line, with the number itself to type in. */
export function Slider(props: {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
  shown?: string;
}): JSX.Element {
  const { label, value, min, max, step, onChange, shown } = props;
  return (
    <label class="slider">
      <span>{label}</span>
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <output class="number">{shown ?? value}</output>
    </label>
  );
}

/** One of many. */
export function Select<Choice extends string>(props: {
  label: string;
  value: Choice;
  choices: readonly (readonly [choice: Choice, text: string])[];
  onChange: (choice: Choice) => void;
}): JSX.Element {
  const { label, value, choices, onChange } = props;
  const change = (text: string): void => {
    const found = choices.find(([choice]) => choice === text);
    if (found !== undefined) onChange(found[0]);
  };
  return (
    <label class="select">
      <span>{label}</span>
      <select value={value} onChange={(event) => change(event.currentTarget.value)}>
        {choices.map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What floats above the page until it is answered; Escape closes it. */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}): JSX.Element {
  const { title, onClose, children } = props;
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => ref.current?.showModal(), []);
  return (
    <dialog ref={ref} class="dialog" aria-label={title} onClose={onClose}>
      <header>
        <h2>{title}</h2>
        <IconButton icon="close" label="Close" onClick={() => ref.current?.close()} />
      </header>
      {children}
    </dialog>
  );
}
