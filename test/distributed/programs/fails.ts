/** `fails.ts <how>`: the last rank does what it should not, the others wait for it. */

import { nn, optim, randn } from 'chainrule';
import { distributed } from 'chainrule/distributed';

const [how] = process.argv.slice(2);
await distributed.init();
const isLast = distributed.rank() === distributed.worldSize() - 1;
const net = new nn.Linear(3, how === 'model' && isLast ? 4 : 2);
const model = new distributed.DistributedDataParallel(net, {
  findUnusedParameters: how === 'unused-allowed',
});
const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
for (let step = 0; step < 6; step++) {
  if (isLast && step === 3) {
    if (how === 'throw') throw new RangeError('no such row');
    if (how === 'kill') process.kill(process.pid, 'SIGKILL');
    if (how === 'fewer') break;
    if (how === 'exit') process.exit(3);
  }
  optimizer.zeroGrad();
  const x = randn([4, 3]);
  const y = how?.startsWith('unused') && isLast ? x.matmul(net.weight.t()) : model.forward(x);
  y.square().mean().backward();
  optimizer.step();
}
console.log(`rank ${distributed.rank()} is done: ${net.weight.sum().item()}`);
