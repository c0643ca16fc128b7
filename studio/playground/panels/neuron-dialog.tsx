/** One neuron, large: what it says everywhere, what it adds up, its activation. */

import type { JSX } from 'preact';
import { Dialog } from '../../design/controls.js';
import { short } from '../../design/numbers.js';
import { type ActivationName, digitSide, featureLabel, inputNamesOf } from '../model/config.js';
import * as state from '../worker/state.js';
import { weightsOf } from './digits/weight-pictures.js';
import { Surface } from './surface.js';

const curves: Readonly<Record<ActivationName, (x: number) => number>> = {
  tanh: Math.tanh,
  relu: (x) => Math.max(0, x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  gelu: (x) => 0.5 * x * (1 + Math.tanh(0.7978845608 * (x + 0.044715 * x ** 3))),
  linear: (x) => x,
};

function ActivationCurve(): JSX.Element {
  const { activation } = state.config.value;
  const points = Array.from({ length: 81 }, (_, i) => {
    const x = -4 + i / 10;
    const y = Math.max(-1.5, Math.min(2.5, curves[activation](x)));
    return `${(100 * (x + 4)) / 8} ${60 - 15 * (y + 1.3)}`;
  });
  return (
    <figure>
      <svg class="activation" viewBox="0 0 100 62" role="img" aria-label={activation}>
        <path class="axis" d="M0 40.500H100M50 0V62" />
        <path class="curve test" d={`M${points.join('L')}`} />
      </svg>
      <figcaption class="small quiet-text">{activation}, from −4 to 4</figcaption>
    </figure>
  );
}

function inputName(layer: number, input: number): string {
  if (input < 0) return 'bias';
  if (layer > 0) return `neuron ${input + 1}`;
  const { value } = state.config;
  if (value.data === 'digits') {
    return `row ${1 + Math.floor(input / digitSide)}, column ${1 + (input % digitSide)}`;
  }
  return featureLabel(value.features[input] ?? 'x1', value);
}

function Weights({ layer, index }: { layer: number; index: number }): JSX.Element {
  const { hidden } = state.config.value;
  const inputs = layer === 0 ? inputNamesOf(state.config.value).length : (hidden[layer - 1] ?? 0);
  const parts = state.frame.value?.weights[layer];
  const row = (input: number, value: number | undefined): JSX.Element => (
    <tr key={input}>
      <th scope="row">{inputName(layer, input)}</th>
      <td>
        <input
          type="number"
          step="any"
          aria-label={`Weight of ${inputName(layer, input)}`}
          value={Number((value ?? 0).toPrecision(5))}
          onChange={(event) => {
            const typed = event.currentTarget.valueAsNumber;
            if (Number.isFinite(typed)) state.setWeight(layer, index, input, typed);
          }}
        />
      </td>
    </tr>
  );
  return (
    <table>
      <tbody>
        {Array.from({ length: inputs }, (_, i) => row(i, parts?.weight[index * inputs + i]))}
        {row(-1, parts?.bias[index])}
      </tbody>
    </table>
  );
}

/** The dialog. */
export function NeuronDialog(): JSX.Element | null {
  const { openNeuron, frame, config } = state;
  if (openNeuron.value === null) return null;
  const { layer, index } = openNeuron.value;
  const values = frame.value?.surfaces[layer]?.[index];
  const isOutput = layer === config.value.hidden.length;
  const title = isOutput ? 'Output' : `Layer ${layer + 1}, neuron ${index + 1}`;
  const isOfPixels = layer === 0 && config.value.data === 'digits';
  const [low, high] = [Math.min(...(values ?? [0])), Math.max(...(values ?? [0]))];
  return (
    <Dialog
      title={title}
      onClose={() => {
        openNeuron.value = null;
      }}
    >
      <div class="neuron-large">
        <div>
          {values !== undefined && <Surface values={[values]} squash={Math.tanh} label={title} />}
          <p class="small quiet-text">
            from {short(low, 3)} to {short(high, 3)} over the plane
          </p>
          {isOfPixels && frame.value !== null && (
            <>
              <div class="weight-picture">
                <Surface
                  values={[weightsOf(frame.value, index)]}
                  squash={(value) => value}
                  label="Its weights, pixel by pixel"
                />
              </div>
              <p class="small quiet-text">
                Its weights, pixel by pixel: ink on blue speaks for it, ink on orange against it.
              </p>
            </>
          )}
          {!isOutput && <ActivationCurve />}
        </div>
        <div>
          <p class="small quiet-text">
            It adds up its inputs, each times its weight, and the bias. A changed weight counts from
            this step on.
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys */}
          <div class="neuron-weights" tabIndex={0}>
            <Weights layer={layer} index={index} />
          </div>
        </div>
      </div>
    </Dialog>
  );
}
