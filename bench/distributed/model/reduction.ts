/**
 * How long a reduction takes, as a formula with three constants. Source of its form: Thakur,
 * Rabenseifner and Gropp, "Optimization of Collective Communication Operations in MPICH", 2005.
 */

import { summarize } from '../../statistics.js';
import type { ReduceResult } from '../results.js';

/** Constants of a network and the machines on it. */
export interface Network {
  /** Seconds from a message's start to its end when it is empty. */
  readonly latency: number;
  /** Seconds that a byte takes: on the link, and to be copied and added on the hosts. */
  readonly perByte: number;
}

/** How many messages follow one another, and how often each byte of the gradients is sent. */
export function amounts(ranks: number): { readonly rounds: number; readonly passes: number } {
  return { rounds: 2 * Math.ceil(Math.log2(ranks)), passes: (2 * (ranks - 1)) / ranks };
}

/** Seconds of one reduction: `rounds * latency + passes * bytes * perByte`. */
export function reductionSeconds(
  { latency, perByte }: Network,
  ranks: number,
  bytes: number,
): number {
  const { rounds, passes } = amounts(ranks);
  return rounds * latency + passes * bytes * perByte;
}

/** Messages from which the latency is read, and those from which the time of a byte is. */
const smallest = 4096;
const largest = 2 ** 20;

/**
 * The constants with which the formula is next to the measured times: medians over small messages,
 * then over large ones. What lies between often goes in one burst, faster than the link.
 */
export function fitConstants(measured: readonly ReduceResult[]): Network {
  const [latencies, perBytes]: [number[], number[]] = [[], []];
  for (const { ranks, times } of measured) {
    const { rounds } = amounts(ranks);
    for (const { bytes, seconds } of times) {
      if (bytes <= smallest) latencies.push(seconds / rounds);
    }
  }
  const latency = summarize(latencies).median;
  for (const { ranks, times } of measured) {
    const { rounds, passes } = amounts(ranks);
    for (const { bytes, seconds } of times) {
      if (bytes >= largest) perBytes.push((seconds - rounds * latency) / (passes * bytes));
    }
  }
  return { latency, perByte: summarize(perBytes).median };
}

/**
 * The same hosts with another link. Of what a byte takes on `measured`, with links of `mbit`, the
 * hosts take what it takes between ranks of one host; the rest is the link's, and goes with its
 * speed.
 */
export function withLink(
  measured: Network,
  mbit: number,
  oneHost: Network,
  otherMbit: number,
): Network {
  const onLink = Math.max(measured.perByte - oneHost.perByte, 8 / (mbit * 1e6));
  return {
    latency: measured.latency,
    perByte: oneHost.perByte + (onLink * mbit) / otherMbit,
  };
}
