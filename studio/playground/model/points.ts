/** Points in the plane, the same for the same choices; and what the network is shown of them. */

import { type Random, seededRandom } from 'chainrule/scalar';
import {
  classesOf,
  type DataKind,
  type FeatureName,
  type featureNames,
  isRegression,
  type PlayConfig,
  type Point,
} from './config.js';

/** The plane goes from -reach to reach. */
export const reach = 3;
/** Squares along each side of a picture of the plane. */
export const gridSize = 48;

/** A number with mean 0 and deviation 1. Source: Box and Muller, 1958. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

type Make = (index: number, config: PlayConfig, random: Random) => Point;

function around(angle: number, radius: number): [number, number] {
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

const makers: Readonly<Record<Exclude<DataKind, 'painted' | 'digits'>, Make>> = {
  circle: (i, { noise }, random) => {
    const label = i % 2;
    const radius = label === 1 ? random() * 1.2 : 1.7 + random() * 0.9;
    const [x, y] = around(2 * Math.PI * random(), radius);
    return [x + noise * normal(random), y + noise * normal(random), label];
  },
  xor: (_, { noise }, random) => {
    const place = (): number => {
      const value = 5 * random() - 2.5;
      return value + 0.25 * Math.sign(value);
    };
    const [x, y] = [place(), place()];
    const label = x * y >= 0 ? 1 : 0;
    return [x + noise * normal(random), y + noise * normal(random), label];
  },
  gauss: (i, { noise }, random) => {
    const label = i % 2;
    const middle = label === 1 ? 1.2 : -1.2;
    const width = 0.4 + noise;
    return [middle + width * normal(random), middle + width * normal(random), label];
  },
  spiral: (i, { noise, count }, random) => {
    const label = i % 2;
    const along = Math.floor(i / 2) / (count / 2);
    const [x, y] = around(1.75 * along * 2 * Math.PI + label * Math.PI, 0.15 + 2.5 * along);
    return [x + 0.6 * noise * normal(random), y + 0.6 * noise * normal(random), label];
  },
  moons: (i, { noise }, random) => {
    const label = i % 2;
    const [x, y] = around(Math.PI * random(), 1.6);
    const [a, b] = label === 0 ? [x - 0.8, y - 0.4] : [0.8 - x, 0.4 - y];
    return [a + noise * normal(random), b + noise * normal(random), label];
  },
  blobs: (i, { classes, noise }, random) => {
    const label = i % classes;
    const [x, y] = around((2 * Math.PI * label) / classes, 1.8);
    const width = 0.2 + noise;
    return [x + width * normal(random), y + width * normal(random), label];
  },
  plane: (_, { noise }, random) => {
    const [x, y] = [5 * random() - 2.5, 5 * random() - 2.5];
    return [x, y, (x + y) / 5 + 0.3 * noise * normal(random)];
  },
  hill: (_, { noise }, random) => {
    const [x, y] = [5 * random() - 2.5, 5 * random() - 2.5];
    const peak = (a: number, b: number): number => Math.exp(-((x - a) ** 2 + (y - b) ** 2));
    return [x, y, peak(1, 1) - peak(-1, -1) + 0.3 * noise * normal(random)];
  },
};

/** All points of a configuration; `digits` are those of the data set, where they are wanted. */
export function pointsOf(config: PlayConfig, digits: readonly Point[] = []): Point[] {
  if (config.data === 'digits') return digits.slice(0, config.count);
  if (config.data === 'painted') return [...config.points];
  const random = seededRandom(config.seed);
  const make = makers[config.data];
  return Array.from({ length: config.count }, (_, i) => {
    const [x, y, label] = make(i, config, random);
    // As the network will see them, so that exported code has the same numbers.
    return [Math.fround(x), Math.fround(y), Math.fround(label)];
  });
}

/** A list in an order that depends on the seed alone. Source: Fisher and Yates, 1938. */
export function shuffled<Item>(list: readonly Item[], seed: number): Item[] {
  const random = seededRandom(seed);
  const items = [...list];
  for (let i = items.length - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1));
    [items[i], items[k]] = [items[k] as Item, items[i] as Item];
  }
  return items;
}

/** What is learned from, and what is judged by. */
export interface Split<Item> {
  readonly train: readonly Item[];
  readonly test: readonly Item[];
}

/** A list in two parts, as the choices say. */
export function divided<Item>({ seed, share }: PlayConfig, list: readonly Item[]): Split<Item> {
  const mixed = shuffled(list, seed + 1);
  const cut = Math.max(1, Math.round(share * mixed.length));
  return { train: mixed.slice(0, cut), test: mixed.slice(cut) };
}

/** Points to learn from and points to judge by. */
export function splitOf(config: PlayConfig, digits: readonly Point[] = []): Split<Point> {
  return divided(config, pointsOf(config, digits));
}

type PlaneFeature = (typeof featureNames)[number];

const features: Readonly<Record<PlaneFeature, (x: number, y: number) => number>> = {
  x1: (x) => x,
  x2: (_, y) => y,
  'x1²': (x) => x * x,
  'x2²': (_, y) => y * y,
  x1x2: (x, y) => x * y,
  'sin x1': (x) => Math.sin(2 * x),
  'sin x2': (_, y) => Math.sin(2 * y),
};

function isOfPlane(name: FeatureName): name is PlaneFeature {
  return name in features;
}

/** What the network is shown of places in the plane; further columns stand at their middle, 0. */
export function inputsOf(
  names: readonly FeatureName[],
  places: readonly (readonly [number, number, label?: number, ...rest: number[]])[],
): number[][] {
  return places.map(([x, y, , ...rest]) =>
    names.map((name) =>
      isOfPlane(name) ? Math.fround(features[name](x, y)) : (rest[Number(name.slice(1)) - 3] ?? 0),
    ),
  );
}

/** Targets as the loss takes them: a column of numbers, or class numbers. */
export function targetsOf(config: PlayConfig, points: readonly Point[]): number[] {
  if (isRegression(config)) return points.map(([, , label]) => label);
  const classes = classesOf(config);
  return points.map(([, , label]) => Math.min(label, Math.max(1, classes - 1)));
}
