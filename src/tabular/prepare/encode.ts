/**
 * Rows of a table as inputs of a model, by a fitted preparation. Any table with the columns will
 * do.
 */

import type { Column, Table } from '../table.js';
import {
  type CategoryFeature,
  type DateFeature,
  type DatePart,
  type Feature,
  type NumberFeature,
  widthOf,
} from './feature.js';
import type { Preparation } from './preparation.js';

/** Writes the inputs of one feature for some rows: row `rows[i]` to `out[i * stride + at ...]`. */
type Writer = (rows: Int32Array, out: Float32Array, stride: number, at: number) => void;

/** Standardised values beyond this are outliers, which would drown all else. */
const farthest = 8;

/** The fitted features of a table's columns, ready to write rows. */
export class RowEncoder {
  /** Inputs per row. */
  readonly width: number;
  readonly #writers: readonly {
    readonly write: Writer;
    readonly at: number;
    readonly column: string;
  }[];

  /** A column that `table` lacks counts as missing in each row. */
  constructor({ features }: Preparation, table: Table) {
    const columns = new Map(table.columns.map((column) => [column.name, column]));
    let at = 0;
    this.#writers = features.map((feature) => {
      const write = writerOf(feature, columns.get(feature.column));
      const placed = { write, at, column: feature.column };
      at += widthOf(feature);
      return placed;
    });
    this.width = at;
  }

  /**
   * The inputs of `rows`, row by row. With `swapped`, one column is read from other rows, which
   * shows what the model would do without it.
   */
  encode(
    rows: Int32Array,
    swapped: { readonly column: string; readonly rows: Int32Array } | null = null,
  ): Float32Array {
    const out = new Float32Array(rows.length * this.width);
    for (const { write, at, column } of this.#writers) {
      write(column === swapped?.column ? swapped.rows : rows, out, this.width, at);
    }
    return out;
  }
}

function writerOf(feature: Feature, column: Column | undefined): Writer {
  switch (feature.kind) {
    case 'number':
      return numberWriter(feature, column);
    case 'category':
      return categoryWriter(feature, column);
    case 'date':
      return dateWriter(feature, column);
  }
}

function numberWriter(feature: NumberFeature, column: Column | undefined): Writer {
  const { mean, std, median, flag } = feature;
  const values = column?.kind === 'number' ? column.values : new Float64Array();
  return (rows, out, stride, at) => {
    let to = at;
    for (const row of rows) {
      const value = values[row] ?? Number.NaN;
      const isGone = Number.isNaN(value);
      const scaled = ((isGone ? median : value) - mean) / std;
      out[to] = Math.max(-farthest, Math.min(farthest, scaled));
      if (flag && isGone) out[to + 1] = 1;
      to += stride;
    }
  };
}

function categoryWriter(feature: CategoryFeature, column: Column | undefined): Writer {
  const { levels, hasRare, embedding } = feature;
  const places = new Map(levels.map((level, i) => [level, i + 1]));
  const texts = column?.kind === 'text' ? column.texts : [];
  const codes = column?.kind === 'text' ? column.codes : new Int32Array();
  const placeOf = Int32Array.from(texts, (text) => places.get(text) ?? 0);
  const missing = places.get('') ?? 0;
  const first = hasRare ? 0 : 1;
  return (rows, out, stride, at) => {
    let to = at;
    for (const row of rows) {
      const code = codes[row] ?? -1;
      const place = code === -1 ? missing : (placeOf[code] ?? 0);
      if (embedding !== null) out[to] = place;
      else if (place >= first) out[to + place - first] = 1;
      to += stride;
    }
  };
}

/** The angle of a moment on its circle, in turns. */
const turns: Readonly<Record<Exclude<DatePart, 'trend'>, (seconds: number) => number>> = {
  month: (seconds) => {
    const date = new Date(1000 * seconds);
    return (date.getUTCMonth() + (date.getUTCDate() - 1) / 31) / 12;
  },
  // The first of January 1970 was a Thursday; from Monday on.
  weekday: (seconds) => ((Math.floor(seconds / 86_400) + 3) % 7) / 7,
  hour: (seconds) => (seconds % 86_400) / 86_400,
};

function dateWriter(feature: DateFeature, column: Column | undefined): Writer {
  const { mean, std, parts, flag } = feature;
  const values = column?.kind === 'date' ? column.values : new Float64Array();
  const width = widthOf(feature);
  const round = parts.filter((part) => part !== 'trend');
  return (rows, out, stride, at) => {
    rows.forEach((row, i) => {
      const seconds = values[row] ?? Number.NaN;
      let to = at + i * stride;
      if (Number.isNaN(seconds)) {
        if (flag) out[to + width - 1] = 1;
        return;
      }
      if (parts.includes('trend')) {
        out[to++] = Math.max(-farthest, Math.min(farthest, (seconds - mean) / std));
      }
      for (const part of round) {
        const angle = 2 * Math.PI * turns[part](seconds);
        out[to++] = Math.sin(angle);
        out[to++] = Math.cos(angle);
      }
    });
  };
}
