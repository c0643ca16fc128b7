/**
 * Bytes of a text file as text, piece by piece: UTF-8, UTF-16 by its mark, or the encoding that is
 * named.
 */

import { DataError } from '../../errors.js';
import { type Source, unmarkedWide } from './open-source.js';

/** Bytes that are looked at to tell UTF-8 from older encodings. */
const sample = 1 << 16;

/** The encoding of a text that starts with `first`: `utf-8` unless it cannot be. */
function encodingOf(first: Uint8Array): string {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be';
  const unmarked = unmarkedWide(first.subarray(0, sample));
  if (unmarked !== null) return unmarked;
  try {
    // As a stream, so that a character which the sample cuts in two is no mistake.
    new TextDecoder('utf-8', { fatal: true }).decode(first.subarray(0, sample), { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

function decoderFor(source: Source, encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    throw new DataError(
      `read: ${source.name}: there is no encoding '${encoding}'. Try utf-8, windows-1252 or utf-16le`,
      { cause },
    );
  }
}

/**
 * The text of `source`; a mark at its start is left out. `note` hears of a guess.
 * @throws DataError for bytes that are no text in that encoding.
 */
export async function* decodeText(
  source: Source,
  encoding: string | null,
  note: (sentence: string) => void,
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let read = 0;
  const decode = (piece: Uint8Array | undefined): string => {
    try {
      return piece === undefined
        ? (decoder?.decode() ?? '')
        : (decoder?.decode(piece, { stream: true }) ?? '');
    } catch (cause) {
      throw new DataError(
        `read: ${source.name}: from byte ${read} on, something is not ${decoder?.encoding}. ` +
          'Name the encoding: --encoding windows-1252',
        { cause },
      );
    }
  };
  for await (const piece of source.bytes) {
    if (decoder === null) {
      const guess = encoding ?? encodingOf(piece);
      decoder = decoderFor(source, guess);
      if (encoding === null && guess === 'windows-1252') {
        note('The text is not UTF-8; it was read as windows-1252 (--encoding names another).');
      }
    }
    yield decode(piece);
    read += piece.length;
  }
  yield decode(undefined);
}
