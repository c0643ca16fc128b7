/** A button that opens a list of others; it closes by a choice, Escape, or when one goes away. */

import './menu.css';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { Icon, type IconName } from './icons.js';

/** What can be chosen. */
export interface MenuItem {
  readonly name: string;
  /** What comes of it, in a few words. */
  readonly what: string;
  readonly act: () => void;
}

/** The button with its list. */
export function Menu(props: {
  icon: IconName;
  name: string;
  items: readonly MenuItem[];
}): JSX.Element {
  const { icon, name, items } = props;
  const ref = useRef<HTMLDetailsElement>(null);
  const close = (): void => {
    if (ref.current !== null) ref.current.open = false;
  };
  return (
    <details
      ref={ref}
      class="menu"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        close();
        ref.current?.querySelector('summary')?.focus();
      }}
      onFocusOut={(event) => {
        const { relatedTarget } = event;
        // A click on what cannot have the focus leaves it to nobody.
        if (!(relatedTarget instanceof Node && ref.current?.contains(relatedTarget))) close();
      }}
    >
      <summary>
        <Icon name={icon} /> {name}
      </summary>
      <div class="menu-list">
        {items.map((item) => (
          <button
            key={item.name}
            type="button"
            // Safari gives no focus to a button that is pressed, which would close the list first.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => {
              close();
              item.act();
            }}
          >
            {item.name}
            <span class="quiet-text small">{item.what}</span>
          </button>
        ))}
      </div>
    </details>
  );
}
