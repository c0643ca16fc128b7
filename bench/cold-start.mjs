/**
 * Time from `import` to the first result in a fresh process, by plain Node on the built package:
 * `node cold-start.mjs small|mnist` prints milliseconds. The bench runs it several times.
 */

const start = performance.now();
const { nn, optim, tensor } = await import('chainrule');
const imported = performance.now();

const models = {
  small: { sizes: [2, 16, 16, 1], batch: 100, Optimizer: optim.SGD },
  mnist: { sizes: [784, 512, 512, 10], batch: 128, Optimizer: optim.Adam },
};
const { sizes, batch, Optimizer } = models[process.argv[2] ?? 'small'];
const layers = sizes.slice(1).flatMap((out, i) => {
  const linear = new nn.Linear(sizes[i], out);
  return i === sizes.length - 2 ? [linear] : [linear, new nn.ReLU()];
});
const model = new nn.Sequential(...layers);
const optimizer = new Optimizer(model.parameters(), { lr: 1e-3 });
const [features, classes] = [sizes[0], sizes.at(-1)];
const x = tensor(
  Float32Array.from({ length: batch * features }, (_, i) => Math.sin(i)),
  { shape: [batch, features] },
);
const y =
  classes === 1
    ? tensor(
        Float32Array.from({ length: batch }, (_, i) => 1 - 2 * (i % 2)),
        { shape: [batch, 1] },
      )
    : tensor(Int32Array.from({ length: batch }, (_, i) => i % classes));
const lossOf = classes === 1 ? nn.functional.hingeLoss : nn.functional.crossEntropy;
const loss = lossOf(model.forward(x), y);
loss.backward();
optimizer.step();
const value = loss.item();
const end = performance.now();
if (!Number.isFinite(value)) throw new Error(`the loss is ${value}`);
console.log(JSON.stringify({ import: imported - start, total: end - start }));
process.exit(0);
