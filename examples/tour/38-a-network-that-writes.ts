/**
 * Tour 38: a network that writes names, one letter after the other. Each letter is a point in a
 * plane (an embedding); three of them say what comes next.
 * Run: npx tsx examples/tour/38-a-network-that-writes.ts
 */

import { compile, manualSeed, nn, noGrad, optim, randint, type Tensor, tensor } from 'chainrule';
import { seededRandom } from 'chainrule/scalar';
import { Picture } from 'chainrule/viz';

const names = `anna bella carla dana elena fiona greta hanna irina julia klara lena maria nina olga
  paula rosa sara tina vera wanda adam boris colin david emil felix gustav hugo ivan jonas karl leon
  martin nils oscar paul robin simon tomas urban viktor willem anton bruno daniel elias florian
  georg henrik jakob konrad lukas marco norbert otto peter ruben stefan tobias valentin albert amelia
  clara diana emma helena ida johanna katarina laura mona natalia petra regina sandra teresa ursula`
  .trim()
  .split(/\s+/);
const letters = `.${[...new Set(names.join(''))].sort().join('')}`;
console.log(`${names.length} names, ${letters.length - 1} letters and a dot for the end`);

// Every three letters in a row ask for the fourth. A name begins with three dots.
const [contexts, nexts]: [number[][], number[]] = [[], []];
for (const name of names) {
  const text = [...`...${name}.`].map((letter) => letters.indexOf(letter));
  for (let i = 3; i < text.length; i++) {
    contexts.push(text.slice(i - 3, i));
    nexts.push(text[i] ?? 0);
  }
}
console.log(`${nexts.length} questions, the first: ... -> ${letters[nexts[0] ?? 0]}`);

manualSeed(4);
const ids = { dtype: 'int32' } as const;
const [x, y] = [tensor(contexts, ids), tensor(nexts, ids)];
const embedding = new nn.Embedding(letters.length, 2);
const body = new nn.Sequential(
  new nn.Linear(6, 64),
  new nn.Tanh(),
  new nn.Linear(64, letters.length),
);
const model = new nn.Sequential(embedding, new nn.Flatten(), body);
const optimizer = new optim.AdamW(model.parameters(), { lr: 0.01 });
const learn = compile((rows: Tensor) => {
  const loss = nn.functional.crossEntropy(
    model.forward(x.indexSelect(0, rows)),
    y.indexSelect(0, rows),
  );
  loss.backward();
  optimizer.step({ zeroGrad: true });
  return loss;
});
console.log(`a guess without knowledge: loss ${Math.log(letters.length).toFixed(2)}`);
for (let step = 0; step < 2000; step++) learn(randint(0, nexts.length, [64]));
const whole = noGrad(() => nn.functional.crossEntropy(model.forward(x), y).item());
console.log(`after 2000 steps: loss ${whole.toFixed(2)}`);

/** Writes one name: asks for the next letter, draws one by its probability, until it is a dot. */
const random = seededRandom(8);
function write(): string {
  let text = '...';
  do {
    const context = [...text.slice(-3)].map((letter) => letters.indexOf(letter));
    const chances = noGrad(() => model.forward(tensor([context], ids)).softmax(1)).toTypedArray();
    let left = random();
    let next = 0;
    while (next < letters.length - 1 && left > Number(chances[next]))
      left -= Number(chances[next++]);
    text += letters[next];
  } while (!text.endsWith('.') && text.length < 15);
  return text.slice(3).replace('.', '');
}
const written = Array.from({ length: 12 }, write);
console.log(`written: ${written.join(' ')}`);
console.log(`of these new: ${written.filter((name) => !names.includes(name)).length}`);

// Where the letters ended up in their plane: those that behave alike are neighbours.
const places = embedding.weight.toArray() as number[][];
const values = places.map(([a, b], i) => ({
  letter: letters[i],
  kind: 'aeiou'.includes(letters[i] ?? '') ? 'vowel' : 'other',
  a,
  b,
}));
const plane = new Picture({
  kind: 'vega-lite',
  spec: {
    width: 560,
    height: 380,
    data: { values },
    mark: { type: 'text', fontSize: 18, fontWeight: 'bold' },
    encoding: {
      x: { field: 'a', type: 'quantitative', title: 'first number' },
      y: { field: 'b', type: 'quantitative', title: 'second number' },
      text: { field: 'letter' },
      color: {
        field: 'kind',
        title: null,
        scale: { domain: ['vowel', 'other'], range: ['#d55e00', '#0072b2'] },
      },
    },
  },
});
console.log(await plane.save('runs/tour/38-letters.svg'));
