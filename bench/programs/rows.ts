/** The programs as rows of the bench: what they are, and the bars that they are held to. */

import type { Row } from '../rows.js';

/** What a program is called with, what it is, and the least step time of PyTorch / ours, plain. */
type Line = readonly [program: string, name: string, bar: number | null];

const lines: readonly Line[] = [
  ['wavenet', 'Character WaveNet, layers by hand, batch 32 by an index tensor, SGD', 1.5],
  ['manual', 'MLP with gradients by hand, batch 32 by an index tensor', 1.5],
  ['nanogpt', 'nanoGPT, 812k parameters, batch 12 x 64, AdamW', 1.2],
  ['vae', 'VAE 784-400-20, batch 128, Adam', 1.2],
  ['ddpm', 'Diffusion, MLP of width 128, batch 128, Adam', 3.1],
  ['factorisation', 'Matrix factorisation, 1000 x 1700 x 32, batch 1024, Adam', 1.5],
  ['gcn', 'Graph convolutions, 2708 nodes, dense adjacency, Adam', 2.4],
  ['ode', 'Neural ODE, nine RK4 steps, batch 20, RMSprop', 7.5],
  ['lstm', 'LSTM language model, 2 x 200, 35 words, batch 20, 2000 words known', 1],
  ['cells', 'Two LSTM cells of 51 along 199 points, batch 20, float64, Adam', 0.9],
  ['actorcritic', 'Actor-critic, ten episodes of 10 to 59 steps', 1],
  ['dcgan', 'DCGAN, 32 x 32, batch 32, two Adams in turns', 0.8],
  ['pinn', "PINN, u'' by grad of grad, 100 points, Adam", null],
  ['resnet', 'ResNet-18, 32 x 32, batch 8, SGD with momentum', null],
  ['unet', 'U-Net of 16 to 64 channels, 64 x 64, batch 4, Adam', null],
];

/** Another graph at each call, which no replay can follow. */
const changing: readonly string[] = ['actorcritic'];

/** `--only programs` selects all, `--only programs:lstm` one. Their inputs are their own. */
export const programRows: readonly Row[] = lines.map(([program, name, bar]) => ({
  name,
  group: `programs:${program}`,
  kind: changing.includes(program) ? 'changingProgram' : 'program',
  params: { program },
  inputs: {},
  bars: bar === null ? {} : { pytorch: bar },
}));
