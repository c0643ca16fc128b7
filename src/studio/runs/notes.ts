/** What people add to a run: tags, a note, whether it is put aside. Kept in its folder. */

import { join } from 'node:path';
import { ValueError } from '../../errors.js';
import { writeFileAtomic } from '../../io/index.js';
import { at, readJson } from './facts.js';

/** Words about a run. */
export interface Notes {
  readonly tags: readonly string[];
  readonly note: string;
  readonly archived: boolean;
}

const fileName = 'studio.json';
const mostTags = 20;
const longestTag = 40;
const longestNote = 10_000;

/** The notes on the run in `folder`; empty ones when there are none. */
export function readNotes(folder: string): Notes {
  const { value } = readJson(folder, fileName);
  const tags = at(value, 'tags');
  const note = at(value, 'note');
  return {
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    note: typeof note === 'string' ? note : '',
    archived: at(value, 'archived') === true,
  };
}

/** The notes with what `changes` says. @throws ValueError when that is not notes. */
export function changedNotes(notes: Notes, changes: unknown): Notes {
  const tags = at(changes, 'tags') ?? notes.tags;
  const note = at(changes, 'note') ?? notes.note;
  const archived = at(changes, 'archived') ?? notes.archived;
  const isTag = (tag: unknown): tag is string =>
    typeof tag === 'string' && tag.trim() !== '' && tag.length <= longestTag;
  if (!Array.isArray(tags) || tags.length > mostTags || !tags.every(isTag)) {
    throw new ValueError(
      `studio: tags must be at most ${mostTags} words of at most ${longestTag} characters`,
    );
  }
  if (typeof note !== 'string' || note.length > longestNote) {
    throw new ValueError(`studio: a note has at most ${longestNote} characters`);
  }
  if (typeof archived !== 'boolean') throw new ValueError('studio: archived is true or false');
  return { tags: [...new Set(tags.map((tag) => tag.trim()))], note, archived };
}

/** Keeps the notes. @throws DataError when the folder cannot be written to. */
export function writeNotes(folder: string, notes: Notes): void {
  writeFileAtomic(join(folder, fileName), `${JSON.stringify(notes, null, 2)}\n`);
}
