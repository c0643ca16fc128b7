/** Tokenizers: published examples, exact round trips, and what they refuse. */

import { DataError, ValueError } from 'chainrule';
import { BPETokenizer, CharTokenizer } from 'chainrule/data';
import { describe, expect, it } from 'vitest';

const texts = [
  '',
  ' ',
  'hello world',
  'The year is 2026, isn’t it?\n\n\tYes.  ',
  'naïve café 中文 😀👩‍👩‍👧 \u0000 \ufeffx',
  'a'.repeat(100),
];

describe('CharTokenizer', () => {
  it('numbers characters in ascending order', () => {
    const tokenizer = CharTokenizer.train('hello 😀');
    expect(tokenizer.vocabulary).toEqual([' ', 'e', 'h', 'l', 'o', '😀']);
    expect(tokenizer.decode(tokenizer.encode('ole 😀'))).toBe('ole 😀');
    expect(() => tokenizer.encode('help')).toThrow('character 4 is "p"');
    expect(() => tokenizer.decode([6])).toThrow('no token 6, there are 6');
    expect(() => CharTokenizer.train('')).toThrow(ValueError);
    const again = CharTokenizer.fromJSON(JSON.parse(JSON.stringify(tokenizer)));
    expect(again.vocabulary).toEqual(tokenizer.vocabulary);
    expect(() => CharTokenizer.fromJSON({ kind: 'bpe' })).toThrow(DataError);
  });
});

describe('BPETokenizer', () => {
  // Gage's example: aaabdaaabac becomes ZabdZabac, ZYdZYac, XdXac with Z = aa, Y = ab, X = ZY.
  it('makes XdXac of aaabdaaabac', () => {
    const tokenizer = BPETokenizer.train('aaabdaaabac', { vocabSize: 259, pattern: null });
    expect([...tokenizer.encode('aaabdaaabac')]).toEqual([258, 100, 258, 97, 99]);
    expect(['aa', 'ab', 'aaab']).toEqual([256, 257, 258].map((token) => tokenizer.decode([token])));
  });

  // The words of Sennrich et al., algorithm 1, whose first merges are es, est, lo, low.
  it('learns est and low from the words of its paper', () => {
    const words = { low: 5, lower: 2, newest: 6, widest: 3 };
    const text = Object.entries(words).flatMap(([word, count]) => Array(count).fill(word));
    const tokenizer = BPETokenizer.train(text.join('\n'), { vocabSize: 260 });
    const learned = [256, 257, 258, 259].map((token) => tokenizer.decode([token]));
    expect(learned).toEqual(['es', 'est', 'lo', 'low']);
  });

  const trained = BPETokenizer.train(texts.join('\n').repeat(3), {
    vocabSize: 400,
    specialTokens: ['<|end|>', '<|end|>!'],
  });

  it.each(texts)('gives %j back exactly', (text) => {
    expect(trained.decode(trained.encode(text))).toBe(text);
    const whole = BPETokenizer.train('hello hello', { vocabSize: 300, pattern: null });
    expect(whole.decode(whole.encode(text))).toBe(text);
  });

  it('keeps special tokens whole, the longest first', () => {
    const tokens = trained.encode('a<|end|>!<|end|>');
    expect(tokens.length).toBe(3);
    expect(trained.decode(tokens)).toBe('a<|end|>!<|end|>');
    expect([...tokens].slice(1)).toEqual([trained.vocabSize - 1, trained.vocabSize - 2]);
  });

  it('can be kept as JSON', () => {
    const again = BPETokenizer.fromJSON(JSON.parse(JSON.stringify(trained)));
    expect(again.vocabSize).toBe(trained.vocabSize);
    for (const text of texts) expect(again.encode(text)).toEqual(trained.encode(text));
    expect(() => BPETokenizer.fromJSON({ ...trained.toJSON(), merges: [[0, 999]] })).toThrow(
      DataError,
    );
  });

  it('stops where no pair comes twice, and refuses too few tokens', () => {
    expect(BPETokenizer.train('abcd', { vocabSize: 1000 }).vocabSize).toBe(256);
    expect(() => BPETokenizer.train('a', { vocabSize: 100 })).toThrow('at least 256');
    expect(() => trained.decode([9999])).toThrow(`no token 9999`);
  });
});
