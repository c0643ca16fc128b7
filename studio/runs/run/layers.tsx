/** What went on inside the model: its modules at the left, the numbers of one at the right. */

import './layers.css';
import { useSignal } from '@preact/signals';
import type { RunDetail } from 'chainrule/studio';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { short } from '../../design/numbers.js';
import { seriesToken } from '../../design/theme.js';
import { ModelView } from '../model/model-view.js';
import { moduleTree } from '../model/module-tree.js';
import { fetchLayers } from '../store/api.js';
import { Embeddings } from './embeddings.js';
import type { LayerEpoch, LayersAnswer } from './layer-data.js';
import { type DatedHistogram, Ridges } from './ridges.js';

const plot = { width: 640, height: 150, left: 44 } as const;
const mostLines = 40;

function isIn(name: string, module: string): boolean {
  return module === '' || name.startsWith(`${module}.`);
}

/** What has been noted once has no line, but a dot. */
function Dots(props: {
  lines: readonly { readonly name: string; readonly points: readonly [number, number][] }[];
  x: (epoch: number) => number;
  y: (log: number) => number;
}): JSX.Element {
  const { lines, x, y } = props;
  return (
    <>
      {lines.map(({ name, points: [first, ...others] }, i) =>
        first === undefined || others.length > 0 ? null : (
          <circle
            key={name}
            cx={x(first[0])}
            cy={y(first[1])}
            r="3"
            style={{ fill: `var(${seriesToken(i)})` }}
          />
        ),
      )}
    </>
  );
}

/** How large an update is beside the weights; a thousandth is usual, a tenth is wild. */
function UpdateRatios(props: {
  epochs: readonly LayerEpoch[];
  module: string;
}): JSX.Element | null {
  const { epochs, module } = props;
  const names = Object.keys(epochs.at(-1)?.parameters ?? {})
    .filter((name) => isIn(name, module))
    .slice(0, mostLines);
  const lines = names.map((name) => ({
    name,
    points: epochs.flatMap(({ epoch, parameters }): [number, number][] => {
      const update = parameters[name]?.update ?? 0;
      return update > 0 ? [[epoch, Math.log10(update)]] : [];
    }),
  }));
  const all = lines.flatMap(({ points }) => points);
  if (all.length === 0) return null;
  const low = Math.floor(Math.min(-4, ...all.map(([, y]) => y)));
  const high = Math.ceil(Math.max(-1, ...all.map(([, y]) => y)));
  const last = Math.max(...all.map(([x]) => x));
  const first = Math.min(...all.map(([x]) => x));
  const x = (epoch: number): number =>
    plot.left + ((plot.width - plot.left) * (epoch - first)) / (last - first || 1);
  const y = (log: number): number => 6 + ((plot.height - 12) * (high - log)) / (high - low);
  const powers = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  return (
    <figure class="updates">
      <figcaption>
        update ratio{' '}
        <span class="quiet-text small">
          length of the last update of an epoch beside the length of the weights; about 10⁻³ is
          usual
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${plot.width} ${plot.height}`}
        role="img"
        aria-label="Update ratio of each parameter over the epochs"
      >
        {powers.map((power) => (
          <g key={power}>
            <path
              class={power === -3 ? 'guide usual' : 'guide'}
              d={`M${plot.left} ${y(power)}H${plot.width}`}
            />
            <text x={plot.left - 6} y={y(power) + 4} text-anchor="end">
              {short(10 ** power)}
            </text>
          </g>
        ))}
        {lines.map(({ name, points }, i) => (
          <path
            key={name}
            class="update-line"
            style={{ stroke: `var(${seriesToken(i)})` }}
            d={`M${points.map(([epoch, log]) => `${x(epoch).toFixed(1)} ${y(log).toFixed(1)}`).join('L')}`}
          >
            <title>{`${name}: ${short(10 ** (points.at(-1)?.[1] ?? 0))}`}</title>
          </path>
        ))}
        <Dots lines={lines} x={x} y={y} />
      </svg>
      <ul class="legend small">
        {lines.map(({ name, points }, i) => (
          <li key={name}>
            <i style={{ background: `var(${seriesToken(i)})` }} /> {name}{' '}
            <span class="number quiet-text">
              {short(10 ** (points.at(-1)?.[1] ?? Number.NaN), 2)}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

/** The histograms of a module: its own parameters, and what it says. */
function ModuleHistograms(props: {
  epochs: readonly LayerEpoch[];
  module: string;
  unit: 'epoch' | 'step';
}): JSX.Element {
  const { epochs, module, unit } = props;
  const last = epochs.at(-1);
  // An event file has other histograms at other steps.
  const all = new Set(epochs.flatMap(({ parameters }) => Object.keys(parameters)));
  const own = [...all].filter((name) => isIn(name, module));
  const dated = (pick: (epoch: LayerEpoch) => DatedHistogram['histogram'] | null | undefined) =>
    epochs.flatMap((one): DatedHistogram[] => {
      const histogram = pick(one);
      return histogram === null || histogram === undefined || histogram.counts.length === 0
        ? []
        : [{ epoch: one.epoch, histogram }];
    });
  const said = Object.keys(last?.activations ?? {}).filter(
    (name) => name === module || isIn(name, module),
  );
  const figures = [
    ...said.map(
      (name) => [`${name || 'model'} says`, dated((one) => one.activations[name])] as const,
    ),
    ...own.flatMap((name) => [
      [name, dated(({ parameters }) => parameters[name]?.weight)] as const,
      [`gradient of ${name}`, dated(({ parameters }) => parameters[name]?.gradient)] as const,
    ]),
  ].filter(([, list]) => list.length > 0);
  return (
    <div class="ridge-grid">
      {figures.slice(0, mostLines).map(([title, list]) => (
        <Ridges key={title} title={title} list={list} unit={unit} />
      ))}
      {figures.length > mostLines && (
        <p class="quiet-text">Choose a module to see the other {figures.length - mostLines}.</p>
      )}
    </div>
  );
}

/** The tab. */
export function Layers({ detail }: { detail: RunDetail }): JSX.Element {
  const answer = useSignal<LayersAnswer | null>(null);
  const chosen = useSignal('');
  const { name, changed } = detail.row;
  useEffect(() => {
    fetchLayers<LayersAnswer>(name).then(
      (found) => {
        answer.value = found;
      },
      () => {},
    );
  }, [name, changed]);
  if (answer.value === null) return <p class="quiet-text">Loading …</p>;
  const { model, epochs } = answer.value;
  if (model === null && epochs.length === 0) {
    return (
      <div class="empty">
        <p>
          A training that is told to, notes here what goes on inside the model: histograms of
          weights, gradients and of what each layer says.
        </p>
        <pre>callbacks: [new LayerLog({'{ sample: x.slice(0, 0, 64) }'})]</pre>
      </div>
    );
  }
  return (
    <div class="layers">
      {model !== null && (
        <ModelView
          root={moduleTree(model)}
          chosen={chosen.value}
          onChoose={(one) => {
            chosen.value = one;
          }}
        />
      )}
      <div>
        <h2>{model === null ? 'Histograms' : chosen.value || 'All layers'}</h2>
        {model !== null && (
          <Embeddings run={name} changed={changed} modules={model.modules} chosen={chosen.value} />
        )}
        {epochs.length === 0 && <p class="quiet-text">The first epoch brings histograms.</p>}
        <UpdateRatios epochs={epochs} module={chosen.value} />
        <ModuleHistograms
          epochs={epochs}
          module={chosen.value}
          unit={model === null ? 'step' : 'epoch'}
        />
      </div>
    </div>
  );
}
