/** Expressions to begin with: those of the lecture, a neuron, a network, losses. */

import { MLP, seededRandom } from 'chainrule/scalar';

/** An example. */
export interface Example {
  readonly title: string;
  readonly code: string;
}

/** The network 3-4-4-1 with the weights that the engine gives it, one statement a neuron. */
function networkCode(): string {
  const network = new MLP(3, [4, 4, 1], { random: seededRandom(1337) });
  const lines = ['x1 = 2; x2 = 3; x3 = -1'];
  let inputs = ['x1', 'x2', 'x3'];
  network.layers.forEach((layer, l) => {
    const outputs = layer.neurons.map((neuron, n) => {
      const name = `${l + 1}${n + 1}`;
      const weights = neuron.w.map((w, i) => `w${name}${i + 1} = ${w.data.toFixed(4)}`);
      lines.push(`${weights.join('; ')}; b${name} = 0`);
      const terms = inputs.map((input, i) => `w${name}${i + 1}*${input}`);
      lines.push(`h${name} = tanh(b${name} + ${terms.join(' + ')})`);
      return `h${name}`;
    });
    inputs = outputs;
  });
  return [...lines, 'target = 1', `loss = (${inputs[0]} - target)**2`].join('\n');
}

/** All examples, the simplest first. */
export const examples: readonly Example[] = [
  { title: 'two steps', code: 'a = 2; b = -3; c = 10\nd = a*b + c' },
  { title: 'tanh of a sum', code: 'a = 2; b = -3; c = 6.9\nd = tanh(a*b + c)' },
  {
    title: 'lecture: L',
    code: 'a = 2; b = -3; c = 10; f = -2\ne = a*b\nd = e + c\nL = d*f',
  },
  { title: 'used twice', code: 'a = 3\nb = a + a' },
  { title: 'shared', code: 'a = -2; b = 3\nd = a*b\ne = a + b\nf = d*e' },
  {
    title: 'neuron',
    code:
      'x1 = 2; x2 = 0; w1 = -3; w2 = 1\nb = 6.8813735870195432\n' +
      'n = x1*w1 + x2*w2 + b\no = tanh(n)',
  },
  {
    title: 'neuron, tanh in pieces',
    code:
      'x1 = 2; x2 = 0; w1 = -3; w2 = 1\nb = 6.8813735870195432\n' +
      'n = x1*w1 + x2*w2 + b\ne = exp(2*n)\no = (e - 1)/(e + 1)',
  },
  {
    title: '24.7041',
    code:
      'a = -4; b = 2\nc = a + b\nd = a*b + b**3\nc += c + 1\nc += 1 + c + (-a)\n' +
      'd += d*2 + (b + a).relu()\nd += 3*d + (b - a).relu()\ne = c - d\nf = e**2\n' +
      'g = f/2.0\ng += 10.0/f',
  },
  {
    title: 'reverse mode',
    code: 'x1 = 2; x2 = 3\nx1x2 = x1*x2\ny = x1x2 + exp(-x1)',
  },
  {
    title: 'max-margin loss',
    code:
      'w1 = 0.5; w2 = -0.3; b = 0.1\nalpha = 0.1\ns1 = w1*1 + w2*2 + b\ns2 = w1*-1 + w2*1 + b\n' +
      'margins = (relu(1 - 1*s1) + relu(1 + 1*s2))/2\nloss = margins + alpha*(w1**2 + w2**2 + b**2)',
  },
  {
    title: 'TypeScript of the guide',
    code:
      "const x1 = new Value(2).named('x1');\nconst w1 = new Value(-3).named('w1');\n" +
      "const b = new Value(6.8813735870195432).named('b');\nconst n = x1.mul(w1).add(b).named('n');\n" +
      "const o = n.tanh().named('o');\no.backward();",
  },
  { title: 'network 3-4-4-1', code: networkCode() },
];
