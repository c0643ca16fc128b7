/**
 * Tour 39: attention. A question looks at every place of a row, and takes most from where it fits
 * best. Run: npx tsx examples/tour/39-attention.ts
 */

import {
  cat,
  compile,
  manualSeed,
  nn,
  noGrad,
  optim,
  rand,
  randint,
  type Tensor,
  tensor,
} from 'chainrule';
import { plotImages } from 'chainrule/viz';

// By hand: two keys, a question that fits the second, and what lies there.
const keys = tensor([
  [1, 0],
  [0, 1],
]);
const values = tensor([[10], [20]]);
const question = tensor([[0, 3]]);
const weights = question.matmul(keys.transpose(0, 1)).softmax(1);
console.log(`weights: ${weights.toArray()}`);
console.log(`answer: ${weights.matmul(values).item().toFixed(2)}`);

// A task that needs it: eight numbers, one of them marked; say the marked one.
manualSeed(2);
const [length, width] = [8, 16];
function ask(count: number): { x: Tensor; y: Tensor; marked: Tensor } {
  const numbers = rand([count, length]).keep();
  const marked = randint(0, length, [count]).keep();
  const marks = marked.oneHot(length).to('float32');
  return {
    x: numbers
      .unsqueeze(2)
      .mul(tensor([1, 0]))
      .add(marks.unsqueeze(2).mul(tensor([0, 1]))),
    y: numbers.mul(marks).sum(1),
    marked,
  };
}
class Reader extends nn.Module {
  readonly enter = new nn.Linear(2, width);
  readonly attention = new nn.MultiheadAttention(width, 1, { batchFirst: true });
  readonly question = new nn.Parameter(rand([1, 1, width]));
  readonly leave = new nn.Linear(width, 1);
  override forward(x: Tensor): [answer: Tensor, weights: Tensor | null] {
    const row = this.enter.forward(x);
    const query = this.question.expand([x.shape[0] ?? 1, 1, width]);
    const [found, where] = this.attention.forward(query, row, row);
    return [this.leave.forward(found).flatten(), where];
  }
}
const model = new Reader();
const optimizer = new optim.Adam(model.parameters(), { lr: 5e-3 });
const learn = compile(() => {
  const { x, y } = ask(64);
  const loss = nn.functional.mseLoss(model.forward(x)[0], y);
  loss.backward();
  optimizer.step({ zeroGrad: true });
  return loss;
});

const shown = ask(12);
function looksAt(): Tensor {
  const [, where] = noGrad(() => model.forward(shown.x));
  if (where === null) throw new Error('attention without weights');
  return where.reshape([12, length]).keep();
}
const before = looksAt();
const errors: number[] = [];
for (let step = 0; step < 1500; step++) {
  const loss = learn();
  if (step % 500 === 0 || step === 1499) errors.push(loss.item());
}
console.log(`squared error: ${errors.map((each) => each.toFixed(4)).join(', ')}`);

// Where it looks: one row of eight places for each of twelve questions.
const after = looksAt();
const found = after.argmax(1).eq(shown.marked).to('float32').mean().item();
console.log(`looks at the marked place: ${(100 * found).toFixed(0)} %`);
const pictures = cat([before, after]).reshape([2, 12, length]);
const labels = { labels: [0, 1], classNames: ['before', 'after'] };
console.log(await plotImages(pictures, labels).save('runs/tour/39-attention.svg'));
