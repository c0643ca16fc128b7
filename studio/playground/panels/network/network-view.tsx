/** The network: features at the left, neurons as small pictures, weights as lines between them. */

import './network.css';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { IconButton } from '../../../design/controls.js';
import { short } from '../../../design/numbers.js';
import {
  type FeatureName,
  featureLabel,
  featuresOf,
  inputNamesOf,
  most,
  outputsOf,
} from '../../model/config.js';
import * as state from '../../worker/state.js';
import { isShown } from '../challenge.js';
import { InputPicture } from '../digits/input-picture.js';
import { ColumnSurfaces } from './column-surfaces.js';
import { Gradients } from './gradients.js';
import { PixelLines } from './pixel-lines.js';
import { at, pictureTop, place } from './places.js';

/** Neurons of each layer, without the outputs. */
function columns(): readonly number[] {
  return [inputNamesOf(state.config.value).length, ...state.config.value.hidden];
}

/** Whether the network is shown pixels: they are one picture, and their weights are pictures. */
function isOfPixels(): boolean {
  return state.config.value.data === 'digits';
}

interface Edge {
  readonly layer: number;
  readonly neuron: number;
  readonly input: number;
  readonly weight: number;
}

function edgesOf(): Edge[] {
  const { calmFrame, config } = state;
  const sizes = [...columns(), outputsOf(config.value)];
  return (calmFrame.value?.weights ?? []).flatMap(({ weight }, layer) => {
    if (layer === 0 && isOfPixels()) return [];
    const inputs = sizes[layer] ?? 0;
    return Array.from(weight, (value, i) => ({
      layer,
      neuron: Math.floor(i / inputs),
      input: i % inputs,
      weight: value,
    }));
  });
}

function EdgeLine(props: { edge: Edge; onPick: (edge: Edge) => void }): JSX.Element {
  const { edge, onPick } = props;
  const { layer, neuron, input, weight } = edge;
  const [x1, y1] = at(layer, input);
  const [x2, y2] = at(layer + 1, neuron);
  const [from, to] = [x1 + place.node / 2, x2 - place.node / 2];
  const bend = (to - from) / 2;
  const d = `M${from} ${y1}C${from + bend} ${y1} ${to - bend} ${y2} ${to} ${y2}`;
  const { hovered } = state;
  const touched =
    hovered.value !== null &&
    ((hovered.value.layer === layer && hovered.value.index === neuron) ||
      (hovered.value.layer === layer - 1 && hovered.value.index === input));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the open neuron has the same for keys
    <g class={touched ? 'weight touched' : 'weight'} onClick={() => onPick(edge)}>
      <path class="weight-target" d={d} />
      <path
        class={weight < 0 ? 'weight-line negative' : 'weight-line positive'}
        d={d}
        style={{ strokeWidth: `${Math.min(8, 0.4 + 2 * Math.abs(weight))}px` }}
      />
      <title>{`weight ${short(weight)}: click to change`}</title>
    </g>
  );
}

function Feature({ name, index }: { name: string; index: number }): JSX.Element {
  const [x, y] = at(0, index);
  return (
    <div
      class="feature"
      style={{ left: `${x - place.node / 2}px`, top: `${y - place.node / 2}px` }}
      onPointerEnter={() => {
        state.hovered.value = { layer: -1, index };
      }}
      onPointerLeave={() => {
        state.hovered.value = null;
      }}
      title={name}
    >
      <span>{name}</span>
    </div>
  );
}

function NeuronBox({ layer, index }: { layer: number; index: number }): JSX.Element {
  const [x, y] = at(layer + 1, index);
  const bias = state.calmFrame.value?.weights[layer]?.bias[index];
  const words = `neuron ${index + 1} of layer ${layer + 1}`;
  return (
    <button
      type="button"
      class="neuron"
      style={{ left: `${x - place.node / 2}px`, top: `${y - place.node / 2}px` }}
      aria-label={`Open ${words}`}
      title={`${words}, bias ${short(bias)}`}
      onPointerEnter={() => {
        state.hovered.value = { layer, index };
      }}
      onPointerLeave={() => {
        state.hovered.value = null;
      }}
      onClick={() => {
        state.openNeuron.value = { layer, index };
      }}
    />
  );
}

/** The pictures of the neurons of a layer, below their buttons. */
function Column({ layer, size }: { layer: number; size: number }): JSX.Element {
  const [x, y] = at(layer + 1, 0);
  const style = {
    left: `${x - place.node / 2}px`,
    top: `${y - place.node / 2}px`,
    width: `${place.node}px`,
    height: `${(size - 1) * place.row + place.node}px`,
  };
  return (
    <ColumnSurfaces layer={layer} size={size} gap={place.row / place.node - 1} style={style} />
  );
}

function LayerHead({ layer }: { layer: number }): JSX.Element {
  const { hidden } = state.config.value;
  const size = hidden[layer] ?? 0;
  const [x] = at(layer + 1, 0);
  const resize = (next: number): void =>
    state.change({ hidden: hidden.map((one, i) => (i === layer ? next : one)) });
  return (
    <div class="layer-head" style={{ left: `${x - 44}px` }}>
      <IconButton
        icon="minus"
        label={`One neuron less in layer ${layer + 1}`}
        disabled={size <= 1}
        onClick={() => resize(size - 1)}
      />
      <span class="number">{size}</span>
      <IconButton
        icon="plus"
        label={`One neuron more in layer ${layer + 1}`}
        disabled={size >= most.neurons}
        onClick={() => resize(size + 1)}
      />
    </div>
  );
}

function WeightField({ edge, onDone }: { edge: Edge; onDone: () => void }): JSX.Element {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => ref.current?.select(), []);
  const [x1, y1] = at(edge.layer, edge.input);
  const [x2, y2] = at(edge.layer + 1, edge.neuron);
  return (
    <input
      ref={ref}
      type="number"
      step="any"
      class="weight-field"
      aria-label="Weight"
      style={{ left: `${(x1 + x2) / 2 - 48}px`, top: `${(y1 + y2) / 2 - 16}px` }}
      value={Number(edge.weight.toPrecision(5))}
      onBlur={onDone}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
        if (event.key !== 'Enter') return;
        const value = event.currentTarget.valueAsNumber;
        if (Number.isFinite(value)) state.setWeight(edge.layer, edge.neuron, edge.input, value);
        onDone();
      }}
    />
  );
}

/** Which features the network is shown. */
export function FeatureChoice(): JSX.Element {
  const { features } = state.config.value;
  const known = featuresOf(state.config.value);
  const toggle = (name: FeatureName): void => {
    const next = known.filter((one) =>
      one === name ? !features.includes(one) : features.includes(one),
    );
    if (next.length > 0) state.change({ features: next });
  };
  return (
    <fieldset class="chips" aria-label="Features">
      {known.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={features.includes(name)}
          onClick={() => toggle(name)}
        >
          {featureLabel(name, state.config.value)}
        </button>
      ))}
    </fieldset>
  );
}

function LayerCount(): JSX.Element {
  const { hidden } = state.config.value;
  return (
    <div class="layer-count">
      <IconButton
        icon="minus"
        label="One layer less"
        disabled={hidden.length === 0}
        onClick={() => state.change({ hidden: hidden.slice(0, -1) })}
      />
      <span>
        {hidden.length} hidden {hidden.length === 1 ? 'layer' : 'layers'}
      </span>
      <IconButton
        icon="plus"
        label="One layer more"
        disabled={hidden.length >= most.layers}
        onClick={() => state.change({ hidden: [...hidden, hidden.at(-1) ?? 4] })}
      />
    </div>
  );
}

/** The class that an output stands for. */
function OutputName({ column, index }: { column: number; index: number }): JSX.Element {
  const [x, y] = at(column, index);
  const style = { left: `${x + place.node / 2 + 6}px`, top: `${y - place.node / 2}px` };
  return (
    <span class="output-name" style={style}>
      {index}
    </span>
  );
}

/** The network. */
export function NetworkView(): JSX.Element {
  const picked = useSignal<Edge | null>(null);
  const sizes = columns();
  const outputs = outputsOf(state.config.value);
  const rows = Math.max(...sizes.slice(isOfPixels() ? 1 : 0), outputs, 2);
  const width = 40 + sizes.length * place.column + place.node;
  const height = place.top + rows * place.row;
  return (
    <section class="network" aria-label="Network">
      <div class="network-tools">
        {isOfPixels() && <span class="quiet-text">8 × 8 pixels</span>}
        {isShown('features') && !isOfPixels() && <FeatureChoice />}
        {isShown('layers') && <LayerCount />}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <div class="network-scroll" tabIndex={0}>
        <div class="network-place" style={{ width: `${width}px`, height: `${height}px` }}>
          <svg class="weights" width={width} height={height} aria-hidden="true">
            {isOfPixels() && <PixelLines size={sizes[1] ?? outputs} top={pictureTop(rows)} />}
            {edgesOf().map((edge) => (
              <EdgeLine
                key={`${edge.layer} ${edge.neuron} ${edge.input}`}
                edge={edge}
                onPick={(one) => {
                  picked.value = one;
                }}
              />
            ))}
          </svg>
          {isOfPixels() ? (
            <InputPicture style={{ left: '0', top: `${pictureTop(rows)}px` }} />
          ) : (
            state.config.value.features.map((name, i) => (
              <Feature key={name} name={featureLabel(name, state.config.value)} index={i} />
            ))
          )}
          {state.config.value.hidden.map((size, layer) => (
            <div key={layer}>
              <Column layer={layer} size={size} />
              {isShown('layers') && <LayerHead layer={layer} />}
              {Array.from({ length: size }, (_, i) => (
                <NeuronBox key={i} layer={layer} index={i} />
              ))}
            </div>
          ))}
          <Column layer={state.config.value.hidden.length} size={outputs} />
          {Array.from({ length: outputs }, (_, i) => (
            <div key={i}>
              <NeuronBox layer={state.config.value.hidden.length} index={i} />
              {outputs > 1 && <OutputName column={sizes.length} index={i} />}
            </div>
          ))}
          {picked.value !== null && (
            <WeightField
              edge={picked.value}
              onDone={() => {
                picked.value = null;
              }}
            />
          )}
        </div>
      </div>
      <Gradients />
    </section>
  );
}
