/** Sentences on a narrow screen. */

import { expect, it } from 'vitest';
import { wrapped } from '../../src/cli/screen/wrapped.js';
import { fakeTerminal } from './fake-terminal.js';

const narrow = { ...fakeTerminal(true), columns: 20 };

it('cuts between words, and goes on two columns further in', () => {
  expect(wrapped('  left out name: it names rows\nshort', narrow)).toBe(
    '  left out name: it\n    names rows\nshort',
  );
  // Colours take no room, and a word that is too long stays whole.
  expect(wrapped('\x1b[31mtwelve words\x1b[39m fit', narrow)).toBe(
    '\x1b[31mtwelve words\x1b[39m fit',
  );
  expect(wrapped('a /very/long/path/of/a/report.html', narrow)).toBe(
    'a\n  /very/long/path/of/a/report.html',
  );
});

it('leaves commands and log files alone', () => {
  const command = 'use it: npx chainrule predict runs/pets-1 <new rows>';
  expect(wrapped(command, narrow)).toBe(command);
  const sentence = 'one that is longer than the screen is wide';
  expect(wrapped(sentence, fakeTerminal())).toBe(sentence);
});
