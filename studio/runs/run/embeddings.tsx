/** The tables of `Embedding` modules in the plane: each row is a point. */

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { count, short } from '../../design/numbers.js';
import { principalPlane } from '../../design/principal.js';
import type { ModuleFact } from '../model/module-tree.js';
import { fetchWeightRows, type WeightRows } from '../store/api.js';
import { PlaneArea, placesIn, planeSize } from './plane-area.js';

const mostTables = 4;
/** Rows that are listed as the nearest ones, and the longest name that is drawn. */
const mostNear = 5;
const longestName = 10;

/** How alike two rows are: the cosine of the angle between them. */
function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  return dot(a, b) / (Math.sqrt(dot(a, a) * dot(b, b)) || 1);
}

function Nearest(props: {
  rows: readonly (readonly number[])[];
  index: number;
  nameOf: (row: number) => string;
}): JSX.Element {
  const { rows, index, nameOf } = props;
  const own = rows[index] ?? [];
  const near = rows
    .map((row, i) => ({ i, alike: cosine(own, row) }))
    .filter(({ i }) => i !== index)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, mostNear);
  return (
    <div class="plane-point" aria-live="polite">
      <p>
        <strong>{nameOf(index)}</strong>
      </p>
      <p class="quiet-text small">most alike, by the cosine of all numbers</p>
      <ol class="nearest">
        {near.map(({ i, alike }) => (
          <li key={i}>
            <span>{nameOf(i)}</span> <span class="number quiet-text">{short(alike, 2)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Names at the sides stay inside. */
function anchorAt(x: number): 'start' | 'middle' | 'end' {
  if (x < 40) return 'start';
  return x > planeSize.width - 40 ? 'end' : 'middle';
}

function Table({ found, name }: { found: WeightRows; name: string }): JSX.Element {
  const { rows, names } = found;
  const chosen = useSignal(0);
  const plane = useMemo(() => principalPlane(rows), [rows]);
  const points = useMemo(() => placesIn(plane.places.map(([x, y]) => ({ x, y }))), [plane]);
  const nameOf = (row: number): string => names[row] ?? `row ${row}`;
  const width = rows[0]?.length ?? 0;
  return (
    <figure class="embedding">
      <figcaption>
        {name}{' '}
        <span class="quiet-text small">
          {rows.length < found.count && `the first ${count(rows.length)} of `}
          {count(found.count)} rows of {width} numbers, by their two principal components:{' '}
          {Math.round(100 * plane.share)} % of the spread
        </span>
      </figcaption>
      <div class="plane">
        <PlaneArea
          points={points}
          label={`${rows.length} rows of ${name} in the plane; the arrows go from one to the next`}
          chosen={chosen.value}
          onChoose={(index) => {
            chosen.value = index;
          }}
        >
          {points.map(({ x, y }, row) => (
            <text key={row} x={x} y={y + 4} text-anchor={anchorAt(x)}>
              {(names[row] ?? String(row)).slice(0, longestName)}
            </text>
          ))}
        </PlaneArea>
        <Nearest rows={rows} index={chosen.value} nameOf={nameOf} />
      </div>
    </figure>
  );
}

/** One table; nothing where no checkpoint has it yet. */
function EmbeddingTable(props: {
  run: string;
  changed: number;
  module: string;
}): JSX.Element | null {
  const { run, changed, module } = props;
  const found = useSignal<WeightRows | null>(null);
  const name = module === '' ? 'weight' : `${module}.weight`;
  useEffect(() => {
    fetchWeightRows(run, name).then(
      (rows) => {
        found.value = rows;
      },
      () => {},
    );
  }, [run, name, changed]);
  if (found.value === null || found.value.rows.length < 3) return null;
  return <Table found={found.value} name={name} />;
}

/** The tables of the module that is chosen, and of those inside it. */
export function Embeddings(props: {
  run: string;
  changed: number;
  modules: readonly ModuleFact[];
  chosen: string;
}): JSX.Element {
  const { modules, chosen, ...rest } = props;
  const names = modules
    .filter(({ kind }) => /^Embedding(Bag)?$/.test(kind))
    .map(({ name }) => name)
    .filter((name) => chosen === '' || name === chosen || name.startsWith(`${chosen}.`));
  return (
    <>
      {[...new Set(names)].slice(0, mostTables).map((module) => (
        <EmbeddingTable key={module} module={module} {...rest} />
      ))}
    </>
  );
}
