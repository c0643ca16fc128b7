/**
 * Colours and type of all pictures, in a light and a dark variant. Series have the colours of Okabe
 * and Ito, which people with any colour vision can tell apart; quantities have viridis.
 * Sources: https://jfly.uni-koeln.de/color/ and https://bids.github.io/colormap/
 */

import { oneOf, ValueError } from '../../errors.js';

/** Which variant of the colours to use. */
export type ThemeName = 'light' | 'dark';

/** What every picture can be told. */
export interface PictureOptions {
  /** A line above the picture, by default none or one that says what is shown. */
  readonly title?: string;
  /** Colours for a light page or a dark one, `'light'` by default. */
  readonly theme?: ThemeName;
}

/** The colours of one variant. */
export interface Theme {
  readonly background: string;
  readonly text: string;
  /** Text that matters less: subtitles, captions. */
  readonly quiet: string;
  readonly line: string;
  readonly grid: string;
  /** Fill behind what is computed, given, and asked for, in a graph. */
  readonly computed: string;
  readonly given: string;
  readonly result: string;
  /** Colours of series and classes, in order; they start again when used up. */
  readonly series: readonly string[];
}

/** Widest face first, so that a text measured in it never overflows in another. */
export const fontFamily = 'DejaVu Sans, Verdana, Geneva, sans-serif';
/** The face that texts are measured in. */
export const measuredFont = 'DejaVu Sans';

const themes: { readonly [Name in ThemeName]: Theme } = {
  light: {
    background: '#ffffff',
    text: '#1b1f24',
    quiet: '#57606a',
    line: '#8c959f',
    grid: '#e4e7eb',
    computed: '#eef1f4',
    given: '#d8e9f5',
    result: '#fbe3cf',
    series: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#5f6670'],
  },
  dark: {
    background: '#16191d',
    text: '#eceff3',
    quiet: '#a9b1ba',
    line: '#78828d',
    grid: '#2d333a',
    computed: '#262c33',
    given: '#123a56',
    result: '#5a3216',
    series: ['#56b4e9', '#e69f00', '#3fc79a', '#e39ac2', '#f0e442', '#ee7733', '#a9b1ba'],
  },
};

/** The colours of a variant. @throws ValueError for a name that is none. */
export function themeOf(op: string, name: ThemeName = 'light'): Theme {
  if (Object.hasOwn(themes, name)) return themes[name];
  throw new ValueError(
    `${op}: theme must be ${oneOf(Object.keys(themes))}, got ${JSON.stringify(name)}`,
  );
}

/** The colour of series number `index`. */
export function seriesColour(theme: Theme, index: number): string {
  return theme.series[index % theme.series.length] ?? theme.text;
}

/** Vega-Lite's `config` for a variant. */
export function chartConfig(theme: Theme): object {
  const label = { labelColor: theme.text, labelFontSize: 12, titleColor: theme.text };
  return {
    font: fontFamily,
    background: theme.background,
    padding: 12,
    view: { stroke: theme.grid },
    title: {
      anchor: 'start',
      color: theme.text,
      fontSize: 15,
      fontWeight: 'bold',
      subtitleColor: theme.quiet,
      subtitleFontSize: 12,
      offset: 10,
    },
    axis: {
      ...label,
      titleFontSize: 13,
      titleFontWeight: 'normal',
      titlePadding: 8,
      gridColor: theme.grid,
      domainColor: theme.line,
      tickColor: theme.line,
      labelOverlap: 'parity',
    },
    legend: { ...label, titleFontSize: 12, titleFontWeight: 'normal', symbolSize: 90 },
    header: { ...label, titleFontSize: 13, labelFontWeight: 'bold' },
    range: { category: theme.series },
    mark: { color: seriesColour(theme, 0) },
    text: { color: theme.text },
  };
}
