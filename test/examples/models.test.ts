/**
 * The ports of well-known models give the losses of their twins in PyTorch, which
 * `scripts/fixtures/models` runs from the same weights on the same data, in float64.
 */

import { readFileSync } from 'node:fs';
import { arange, manualSeed, type nn, optim, type Tensor, zeros } from 'chainrule';
import { describe, expect, it } from 'vitest';
import { initialise, integers, normal, uniform, uniforms } from '../../bench/programs/generator.js';
import * as gpt from '../../examples/models/char-gpt.js';
import * as dcgan from '../../examples/models/dcgan.js';
import * as ddpm from '../../examples/models/ddpm.js';
import * as gp from '../../examples/models/gaussian-process.js';
import * as gcn from '../../examples/models/gcn.js';
import * as sine from '../../examples/models/lbfgs-sine.js';
import * as resnet from '../../examples/models/resnet-18.js';
import * as seq2seq from '../../examples/models/seq2seq.js';
import * as siamese from '../../examples/models/siamese.js';
import * as unet from '../../examples/models/unet.js';
import * as vae from '../../examples/models/vae.js';
import * as wavenet from '../../examples/models/wavenet.js';
import losses from '../fixtures/models/losses.json' with { type: 'json' };

const dtype = 'float64';

/** The model in float64 with the weights of its twin. */
function start<Model extends nn.Module>(model: Model, prefix: string): Model {
  model.to(dtype);
  return initialise(model, prefix);
}

const config = { vocabSize: 11, blockSize: 8, nLayer: 2, nHead: 2, nEmbd: 8 };
const numbers = (name: string, shape: readonly number[], low = -1, high = 1): Tensor =>
  uniform(name, shape, low, high, dtype);

/** What makes each port's step, given the number of the step. */
const ports: Readonly<Record<string, () => (i: number) => Tensor>> = {
  'char-gpt': () => {
    const model = start(new gpt.GPT(config), 'gpt.');
    const options = { lr: 1e-3, betas: [0.9, 0.99], weightDecay: 0.1 } as const;
    const optimizer = new optim.AdamW(model.parameters(), options);
    const data = integers('gpt.data', [10_000], 11);
    return (i) => {
      const starts = integers(`gpt.ix${i}`, [3, 1], 10_000 - 8);
      const batch = data.at(starts.add(arange(9)));
      return gpt.trainStep(model, optimizer, batch.narrow(1, 0, 8), batch.narrow(1, 1, 8));
    };
  },
  'char-gpt, sampling': () => {
    const model = start(new gpt.GPT(config), 'gpt.').eval();
    return () => {
      const chances = uniforms('chances', 10).values();
      const first = zeros([1, 1], { dtype: 'int32' });
      const draw = (probs: Tensor): Tensor => {
        const isReached = probs.cumsum(-1).ge(chances.next().value ?? 0);
        return isReached.int().argmax(1, true);
      };
      return model.generate(first, 10, draw).sum();
    };
  },
  'resnet-18': () => {
    const model = start(new resnet.ResNet(3, 10, 2), 'resnet.');
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.001, momentum: 0.9 });
    return (i) => {
      const images = numbers(`cifar${i % 2}`, [2, 3, 32, 32]);
      return resnet.trainStep(model, optimizer, images, integers(`kinds${i % 2}`, [2], 10));
    };
  },
  vae: () => {
    const model = start(new vae.VAE(12, 8, 3), 'vae.');
    const optimizer = new optim.Adam(model.parameters(), { lr: 1e-3 });
    return (i) => {
      const x = numbers(`digits${i}`, [4, 12], 0);
      return vae.trainStep(model, optimizer, x, normal(`eps${i}`, [4, 3], dtype));
    };
  },
  dcgan: () => {
    const netG = start(dcgan.makeGenerator(4, 2, 1), 'G.');
    const netD = start(dcgan.makeDiscriminator(2, 1), 'D.');
    const gan = new dcgan.DCGAN(netG, netD);
    return (i) => {
      const noise = normal(`z${i}`, [3, 4, 1, 1], dtype);
      const [errD, errG] = gan.step(numbers(`real${i}`, [3, 1, 32, 32]), noise);
      return errD.add(errG);
    };
  },
  unet: () => {
    const model = start(new unet.UNet(2), 'unet.');
    const optimizer = new optim.Adam(model.parameters(), { lr: 1e-3 });
    return (i) => {
      const shape = [2, 1, 8, 8];
      const mask = integers(`mask${i % 2}`, shape, 2).to(dtype);
      return unet.trainStep(model, optimizer, numbers(`scan${i % 2}`, shape), mask);
    };
  },
  ddpm: () => {
    const model = start(new ddpm.NoisePredictor(8), 'ddpm.');
    const ema = start(new ddpm.NoisePredictor(8), 'ddpm.');
    const optimizer = new optim.Adam(model.parameters(), { lr: 1e-3 });
    const alphas = ddpm.alphasCumprod(20);
    const [x0, noise] = [numbers('points', [6, 2]), normal('noise', [6, 2], dtype)];
    const t = integers('times', [6], 20);
    return () => {
      const loss = ddpm.trainStep(model, optimizer, alphas, x0, t, noise);
      ddpm.updateEma(ema, model, 0.9);
      return loss.add(ddpm.diffusionLoss(ema, alphas, x0, t, noise));
    };
  },
  wavenet: () => {
    const layers = wavenet.makeLayers((name, shape) => normal(name, shape, dtype), 27, 4, 6);
    const [x, y] = [integers('names x', [20_000, 8], 27), integers('names y', [20_000], 27)];
    return (i) => {
      const ix = integers(`ix${i}`, [5], 20_000);
      return wavenet.trainStep(layers, x.at(ix), y.at(ix));
    };
  },
  gcn: () => {
    const model = start(new gcn.GCN(5, 4, 3), 'gcn.');
    const optimizer = new optim.Adam(model.parameters(), { lr: 0.01, weightDecay: 5e-4 });
    const adj = gcn.normalizedAdjacency(12, integers('from', [15], 12), integers('to', [15], 12));
    const x = numbers('features', [12, 5], 0, 1 / 5);
    const labels = integers('labels', [12], 3);
    return () => gcn.trainStep(model, optimizer, x, adj.to(dtype), labels);
  },
  seq2seq: () => {
    const encoder = start(new seq2seq.EncoderRNN(7, 6), 'encoder.');
    const decoder = start(new seq2seq.AttnDecoderRNN(6, 7), 'decoder.');
    const model = new seq2seq.Translator(encoder, decoder);
    const words = integers('words', [3, 4], 7);
    return () => model.trainStep(words, words.flip(1));
  },
  siamese: () => {
    const model = start(new siamese.Embedder(2, 4), 'siamese.');
    const optimizer = new optim.Adam(model.parameters(), { lr: 2e-3 });
    const [anchor, positive, negative] = ['anchor', 'positive', 'negative'].map((name) =>
      numbers(name, [3, 1, 8, 8]),
    ) as [Tensor, Tensor, Tensor];
    return () => siamese.trainStep(model, optimizer, anchor, positive, negative);
  },
  'gaussian-process': () => {
    const x = numbers('gp.x', [12, 1], 0, 6);
    const y = x
      .squeeze(1)
      .sin()
      .add(numbers('gp.noise', [12]).mul(0.1));
    const model = new gp.GaussianProcess(x, y);
    const optimizer = new optim.Adam(model.parameters(), { lr: 0.05 });
    return () => gp.trainStep(model, optimizer);
  },
  'lbfgs-sine': () => {
    const model = start(new sine.Sequence(5), 'sine.');
    const optimizer = new optim.LBFGS(model.parameters(), { lr: 0.8, maxIter: 4 });
    const places = arange(9).to(dtype).div(3);
    const waves = numbers('shifts', [3, 1], 0, 6).add(places).sin();
    const [input, target] = [waves.slice(1, 0, -1), waves.slice(1, 1)];
    return () => sine.trainStep(model, optimizer, input, target);
  },
};

describe('ports of models', () => {
  it('are those of the fixture', () => {
    expect(Object.keys(ports)).toEqual(losses.map(({ name }) => name));
  });

  it.each(losses)('$name has the losses of PyTorch', ({ name, losses: expected }) => {
    manualSeed(0);
    const step = ports[name]?.();
    for (const [i, loss] of expected.entries()) {
      const found = step?.(i).item() ?? Number.NaN;
      expect(Math.abs(found / loss - 1), `step ${i}: ${found}, not ${loss}`).toBeLessThan(1e-6);
    }
  });

  it.each([...new Set(losses.map(({ name }) => name.split(',')[0]))])('%s is short', (name) => {
    const file = new URL(`../../examples/models/${name}.ts`, import.meta.url);
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThanOrEqual(150);
  });
});
