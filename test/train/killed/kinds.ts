/** Kinds of trainings. */

/** Those of the library, by what they have beside dropout and an order. */
export type LibraryKind =
  | 'plain'
  | 'accumulation'
  | 'plateau'
  | 'average'
  | 'prefetch'
  | 'everything';
/** Those of the command line. */
export type Command = 'digits' | 'table' | 'image folder';
/** Any. */
export type Kind = LibraryKind | Command;

/** All, each with the program that it is. */
export const programs: Readonly<Record<Kind, 'training' | 'commands'>> = {
  plain: 'training',
  accumulation: 'training',
  plateau: 'training',
  average: 'training',
  prefetch: 'training',
  everything: 'training',
  digits: 'commands',
  table: 'commands',
  'image folder': 'commands',
};
/** All. */
export const kinds: readonly Kind[] = Object.keys(programs) as Kind[];
