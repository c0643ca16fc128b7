/** A program as a module that a worker can run: without types, with the library of the site. */

import { transform } from 'sucrase';

/** The statement that ends in a file; its first group is the picture. */
const saving =
  /console\.log\(\s*await ([\s\S]+?)\s*\.save\(\s*'runs\/tour\/[\w-]+\.svg',?\s*\),?\s*\);/g;

/** `library` is the address of the folder that `chainrule` and its entries are served from. */
export function toModule(program: string, library: string): string {
  const shown = program.replace(saving, (_, picture: string) => `await self.show(${picture});`);
  const { code } = transform(shown, { transforms: ['typescript'], disableESTransforms: true });
  return code.replace(
    /(\bfrom\s+|\bimport\s+)(['"])chainrule(\/[\w]+)?\2/g,
    (_, word: string, quote: string, entry = '') =>
      `${word}${quote}${library}${entry === '' ? '' : `${entry.slice(1)}/`}index.js${quote}`,
  );
}
