/**
 * Blackjack: cards up to 21, against a dealer. Source: Sutton and Barto, "Reinforcement learning:
 * an introduction", 2018, example 5.1;
 * https://gymnasium.farama.org/environments/toy_text/blackjack/
 */

import { ValueError } from '../../../errors.js';
import { at } from '../../../list.js';
import * as signatures from '../../../signatures/rl.js';
import { BaseEnv, type Info, type ResetResult, type StepResult } from '../../env/env.js';
import { withDefaults } from '../../options/with-defaults.js';
import { type Drawing, drawing, label, type RenderMode } from '../../render/drawing.js';
import { toSvg } from '../../render/svg.js';
import { Tuple } from '../../spaces/composite.js';
import { Discrete } from '../../spaces/discrete.js';

/** The player's sum, the dealer's open card (1 is an ace), and whether an ace counts as 11. */
export type BlackjackObservation = readonly [sum: number, dealer: number, usableAce: number];

/** Options of `Blackjack`. */
export interface BlackjackOptions {
  /** Whether an ace and a ten at once win 1.5. Default false. */
  readonly natural?: boolean;
  /** The rules of Sutton and Barto's book: a natural beats any other 21. Default false. */
  readonly sab?: boolean;
}

const deck: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10];

type Hand = readonly number[];

function plainSum(hand: Hand): number {
  return hand.reduce((sum, card) => sum + card, 0);
}

function hasUsableAce(hand: Hand): boolean {
  return hand.includes(1) && plainSum(hand) + 10 <= 21;
}

function total(hand: Hand): number {
  return plainSum(hand) + (hasUsableAce(hand) ? 10 : 0);
}

/** The sum that counts: 0 when it is more than 21. */
function score(hand: Hand): number {
  const sum = total(hand);
  return sum > 21 ? 0 : sum;
}

function isNatural(hand: Hand): boolean {
  return hand.length === 2 && hand.includes(1) && hand.includes(10);
}

/**
 * Actions: 0 sticks, 1 asks for a card. Reward: 1 for a game won, -1 for one lost, 0 for a draw.
 *
 * @example
 * const game = new Blackjack();
 * const [[sum, dealer]] = game.reset({ seed: 0 });
 * const [, reward, terminated] = game.step(0); // stick
 * console.log(sum, dealer, reward, terminated); // 11 10 -1 true
 */
export class Blackjack extends BaseEnv<BlackjackObservation, number> {
  readonly observationSpace: Tuple<readonly [Discrete, Discrete, Discrete]> = new Tuple([
    new Discrete(32),
    new Discrete(11),
    new Discrete(2),
  ]);
  readonly actionSpace: Discrete = new Discrete(2);
  readonly #rules: Required<BlackjackOptions>;
  #dealer: Hand = [];
  #player: Hand = [];

  /** @throws ValueError for an unknown option. */
  constructor(options: BlackjackOptions = {}) {
    signatures.Blackjack.check(arguments);
    super();
    this.#rules = withDefaults<Required<BlackjackOptions>>(
      'Blackjack',
      { natural: false, sab: false },
      options,
    );
  }

  #card(): number {
    return at(deck, this.random.integer(deck.length));
  }

  #observation(): BlackjackObservation {
    return [total(this.#player), at(this.#dealer, 0), Number(hasUsableAce(this.#player))];
  }

  protected start(_options: Info): ResetResult<BlackjackObservation> {
    this.#dealer = [this.#card(), this.#card()];
    this.#player = [this.#card(), this.#card()];
    // Gymnasium draws what the open card looks like; so that the stream goes on as there, so do we.
    this.random.integer(4);
    if (this.#dealer[0] === 10) this.random.integer(3);
    return [this.#observation(), {}];
  }

  protected advance(action: number): StepResult<BlackjackObservation> {
    if (action === 1) {
      this.#player = [...this.#player, this.#card()];
      const isBust = total(this.#player) > 21;
      return [this.#observation(), isBust ? -1 : 0, isBust, false, {}];
    }
    while (total(this.#dealer) < 17) this.#dealer = [...this.#dealer, this.#card()];
    return [this.#observation(), this.#outcome(), true, false, {}];
  }

  #outcome(): number {
    const reward = Math.sign(score(this.#player) - score(this.#dealer));
    const isWon = isNatural(this.#player);
    if (this.#rules.sab) return isWon && !isNatural(this.#dealer) ? 1 : reward;
    return this.#rules.natural && isWon && reward === 1 ? 1.5 : reward;
  }

  protected override saveOwn(): unknown {
    return [this.#dealer, this.#player];
  }

  protected override loadOwn(own: unknown): void {
    const hands: readonly unknown[] = Array.isArray(own) ? own : [];
    const [dealer = [], player = []] = hands.map((hand) =>
      Array.isArray(hand) ? hand.map(Number) : [],
    );
    if (hands.length !== 2)
      throw new ValueError('Blackjack.loadStateDict: not a state of Blackjack');
    this.#dealer = dealer;
    this.#player = player;
  }

  override render(mode: RenderMode = 'text'): string {
    signatures.Blackjack$render.check(arguments);
    return mode === 'svg' ? toSvg(this.draw()) : this.#lines().join('\n');
  }

  /** What is on the table: the dealer's cards, the player's. */
  #lines(): [dealer: string, player: string] {
    const names = (hand: Hand): string => hand.map((card) => (card === 1 ? 'A' : card)).join(' ');
    const player = `player ${names(this.#player)} (${total(this.#player)})`;
    return [`dealer ${names(this.#dealer.slice(0, 1))} ?`, player];
  }

  override draw(): Drawing {
    const [dealer, player] = this.#lines();
    return drawing(320, 160, [label(160, 50, dealer, 22), label(160, 110, player, 22)]);
  }
}
