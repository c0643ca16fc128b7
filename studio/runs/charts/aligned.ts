/**
 * Curves on one list of x, as uPlot draws them. New points are put where they belong; the curves
 * are not aligned anew for them.
 */

/** Points in the order of their x. */
export interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** One list of x, and for each curve its y there. */
export type Lists = [number[], ...(number | null | undefined)[][]];

/** The first index whose value is not below `wanted`; the last one when all are. */
export function lowerBound(values: readonly number[], wanted: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Every x of the curves once, in order. */
function placesOf(curves: readonly Points[]): number[] {
  const all = new Float64Array(curves.reduce((sum, { x }) => sum + x.length, 0));
  let count = 0;
  for (const { x } of curves) {
    all.set(x, count);
    count += x.length;
  }
  all.sort();
  const places: number[] = [];
  for (const place of all) if (place !== places[places.length - 1]) places.push(place);
  return places;
}

/** The curves of a chart on their common x. */
export class Aligned {
  readonly lists: Lists;

  constructor(curves: readonly Points[]) {
    const places = placesOf(curves);
    const columns = curves.map(({ x, y }) => {
      const list = new Array<number | undefined>(places.length).fill(undefined);
      let at = 0;
      for (let i = 0; i < x.length; i++) {
        while (at < places.length && places[at] !== x[i]) at++;
        list[at] = y[i];
      }
      return list;
    });
    this.lists = [places, ...columns];
  }

  /** How many x there are. */
  get length(): number {
    return this.lists[0].length;
  }

  /** Puts a point of the curve `index` at its place. */
  put(index: number, x: number, y: number): void {
    const [places, ...columns] = this.lists;
    const last = places[places.length - 1];
    if (last === undefined || x > last) {
      places.push(x);
      for (const column of columns) column.push(undefined);
      this.#set(index, places.length - 1, y);
      return;
    }
    const at = lowerBound(places, x);
    if (places[at] !== x) {
      places.splice(at, 0, x);
      for (const column of columns) column.splice(at, 0, undefined);
    }
    this.#set(index, at, y);
  }

  #set(index: number, at: number, y: number): void {
    const column = this.lists[index + 1];
    if (column !== undefined) column[at] = y;
  }
}
