/** The programs, and the bars that they are held to. */

import { actorcritic } from './actorcritic.js';
import { cells } from './cells.js';
import { dcgan } from './dcgan.js';
import { ddpm } from './ddpm.js';
import { factorisation } from './factorisation.js';
import { gcn } from './gcn.js';
import { generation } from './generation.js';
import { lstm } from './lstm.js';
import { manual } from './manual.js';
import { nanogpt } from './nanogpt.js';
import { ode } from './ode.js';
import { pinn } from './pinn.js';
import type { Program } from './program.js';
import { resnet } from './resnet.js';
import { small } from './small.js';
import { unet } from './unet.js';
import { vae } from './vae.js';
import { wavenet } from './wavenet.js';

/** Every program, by what `run.ts` and its twin in Python are called with. */
export const programs: Readonly<Record<string, Program>> = {
  wavenet,
  manual,
  nanogpt,
  vae,
  ddpm,
  factorisation,
  gcn,
  ode,
  lstm,
  cells,
  actorcritic,
  dcgan,
  pinn,
  resnet,
  unet,
  generation,
  small,
};
