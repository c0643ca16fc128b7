/** Light or dark: what the system says, until the switch says otherwise; colours for canvases. */

import 'virtual:theme-tokens.css';
import { effect, type Signal, signal } from '@preact/signals';

const key = 'chainrule-theme';

/** What the switch says: null is the system's choice. */
export type ThemeChoice = 'light' | 'dark' | null;

function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null;
  }
}

const systemDark = matchMedia('(prefers-color-scheme: dark)');

/** What the switch says. */
export const themeChoice: Signal<ThemeChoice> = signal<ThemeChoice>(stored());

/** Whether the page is dark now. */
export const isDark: Signal<boolean> = signal(systemDark.matches);

effect(() => {
  const choice = themeChoice.value;
  const { dataset } = document.documentElement;
  if (choice === null) delete dataset.theme;
  else dataset.theme = choice;
  isDark.value = choice === null ? systemDark.matches : choice === 'dark';
  try {
    if (choice === null) localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
  } catch {
    // Storage may be switched off; the choice lasts as long as the page.
  }
});
systemDark.addEventListener('change', () => {
  if (themeChoice.value === null) isDark.value = systemDark.matches;
});

/** The value of a token such as `--grid`, for canvases, which know no custom properties. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The token of series number `index`, which starts again after seven. */
export function seriesToken(index: number): string {
  return `--series-${(index % 7) + 1}`;
}
