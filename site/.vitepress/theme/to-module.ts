/** A program as a module that a worker can run: without types, with the library of the site. */

import { transform } from 'sucrase';

/** The statement that ends in a file; its first group is the picture. */
const saving =
  /console\.log\(\s*await ([\s\S]+?)\s*\.save\(\s*'runs\/tour\/[\w-]+\.svg',?\s*\),?\s*\);/g;

/** `library` is the address of the folder that `chainrule` and its entries are served from. */
export function toModule(program: string, library: string): string {
  // As many lines as before, so that an error names the line that the reader sees.
  const lines = (text: string): number => text.split('\n').length;
  const shown = program.replace(saving, (whole, picture: string) => {
    const rest = '\n'.repeat(lines(whole) - lines(picture));
    return `await self.show(${picture});${rest}`;
  });
  const { code } = transform(shown, { transforms: ['typescript'], disableESTransforms: true });
  return code.replace(
    /(\bfrom\s+|\bimport\s+)(['"])chainrule(\/[\w]+)?\2/g,
    (_, word: string, quote: string, entry = '') =>
      `${word}${quote}${library}${entry === '' ? '' : `${entry.slice(1)}/`}index.js${quote}`,
  );
}
