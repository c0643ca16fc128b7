/** Trains under Node or Deno and prints the numbers. */

import { train } from './train.js';

console.log(JSON.stringify(train()));
