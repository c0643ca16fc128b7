/** The head of every page: its name, the way to the others, light or dark. */

import type { ComponentChildren, JSX } from 'preact';
import { IconButton } from './controls.js';
import { isDark, themeChoice } from './theme.js';

const pages = [
  ['runs', 'Runs', './'],
  ['playground', 'Playground', './playground.html'],
  ['stepper', 'Stepper', './stepper.html'],
] as const;

/** The name of a page. */
export type PageName = (typeof pages)[number][0];

/** The head of the page `current`; `children` stand in its middle. */
export function PageHead(props: { current: PageName; children?: ComponentChildren }): JSX.Element {
  return (
    <header class="page-head">
      <a class="brand" href="./">
        <img src="./icon.svg" alt="" width="20" height="20" />
        chainrule
      </a>
      <nav aria-label="Pages">
        {pages.map(([name, text, href]) => (
          <a key={name} href={href} aria-current={name === props.current ? 'page' : undefined}>
            {text}
          </a>
        ))}
      </nav>
      <div class="page-head-middle">{props.children}</div>
      <IconButton
        icon={isDark.value ? 'sun' : 'moon'}
        label={isDark.value ? 'Light colours' : 'Dark colours'}
        onClick={() => {
          themeChoice.value = isDark.value ? 'light' : 'dark';
        }}
      />
    </header>
  );
}
