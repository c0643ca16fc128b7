/** The kinds of spaces. */

export { type Bound, Box } from './box.js';
export { Dict, type DictValue, Tuple, type TupleValue } from './composite.js';
export { Discrete, type DiscreteOptions } from './discrete.js';
export { MultiBinary, MultiDiscrete } from './multi-discrete.js';
export { Space } from './space.js';
