/**
 * Imports the entry point named on the command line and prints what the import started or changed, as a
 * list of words that should be empty.
 */

import { syncBuiltinESMExports } from 'node:module';
import workerThreads from 'node:worker_threads';

const noticed = [];
const watch = (owner, name) => {
  const original = owner[name];
  owner[name] = new Proxy(original, {
    apply: (target, self, args) => {
      noticed.push(`calls ${name}`);
      return Reflect.apply(target, self, args);
    },
    construct: (target, args) => {
      noticed.push(`makes a ${name}`);
      return Reflect.construct(target, args);
    },
  });
};

const builtIns = [Object, Array, Float32Array, Map, Promise, Number, String, Math, Symbol, console];
const owners = [globalThis, ...builtIns, ...builtIns.flatMap((one) => one.prototype ?? [])];
const snapshot = () => owners.map((owner) => Reflect.ownKeys(owner).length);

for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'fetch']) watch(globalThis, name);
watch(workerThreads, 'Worker');
syncBuiltinESMExports();

const before = snapshot();
const resources = process.getActiveResourcesInfo().length;
await import(process.argv[2]);
const after = snapshot();
before.forEach((count, i) => {
  if (after[i] !== count) noticed.push(`patches built-in ${i}`);
});
if (process.getActiveResourcesInfo().length > resources) noticed.push('leaves something running');
console.log(JSON.stringify(noticed));
