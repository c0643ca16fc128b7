/** Elements picked along one dim, with their places. */

import { gather, reshape } from '../../../graph/builders/index.js';
import { Tensor } from '../../handle/tensor.js';
import { type ValuesIndices, valuesIndices } from './values-indices.js';

/** The elements at those places along `d`, each the only one to get a gradient. */
export function pickAlong(x: Tensor, d: number, places: Tensor, keepdim: boolean): ValuesIndices {
  if (x.ndim === 0) return valuesIndices(new Tensor(x.node), places);
  const values = new Tensor(gather(x.node, d, places.node, 'gather'));
  if (keepdim) return valuesIndices(values, places);
  const shape = x.shape.filter((_, i) => i !== d);
  return valuesIndices(
    new Tensor(reshape(values.node, shape)),
    new Tensor(reshape(places.node, shape)),
  );
}
