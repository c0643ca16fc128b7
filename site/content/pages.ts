/** Documents of the repository as pages of the site: links lead to pages, pictures or sources. */

import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Where a document of the repository stands on the site: path of the page, without its ending. */
export type Places = ReadonlyMap<string, string>;

/** What the links of a page need. */
export interface Linking {
  /** The repository's folder. */
  readonly root: string;
  readonly places: Places;
  /** Where a file of the repository can be read. */
  readonly sourceAddress: (path: string) => string;
  /** Takes a picture along, and says where it stands on the site. */
  readonly takePicture: (path: string) => string;
}

/** The links of `document` as links of the site. */
export function relinked(document: string, markdown: string, linking: Linking): string {
  const { root, places, sourceAddress, takePicture } = linking;
  return markdown.replace(
    /(!?)\[([^\]]*)\]\(([^)\s]+)\)/g,
    (whole, mark: string, text: string, target: string) => {
      if (/^[a-z]+:/.test(target) || target.startsWith('#')) return whole;
      const [file = '', anchor] = target.split('#');
      const path = normalize(join(dirname(document), file)).replace(/\/$/, '');
      if (mark === '!') {
        // A wide graph is small on a page; a click shows the file, at any size.
        const picture = takePicture(path);
        return `[![${text}](${picture})](${picture})`;
      }
      const place = places.get(path) ?? places.get(`${path}/README.md`);
      if (place !== undefined)
        return `[${text}](/${place}.html${anchor === undefined ? '' : `#${anchor}`})`;
      if (!existsSync(join(root, path)))
        throw new Error(`site: ${document} links to ${target}, which is not there`);
      return `[${text}](${sourceAddress(path)})`;
    },
  );
}

/** After the line that says how to run a program, the program itself, to be run on the page. */
export function withLivePrograms(markdown: string, isLive: (program: string) => boolean): string {
  return markdown.replace(
    /^Run `npx tsx examples\/tour\/([\w-]+)\.ts`\.$/gm,
    (line, program: string) =>
      isLive(program) ? `${line}\n\n<LiveProgram name="${program}" />` : line,
  );
}
