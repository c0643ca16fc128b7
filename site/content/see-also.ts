/** What a comment says to see, as a link to where it stands in the reference. */

/** An export and its page. */
export interface Placed {
  readonly path: readonly string[];
  readonly name: string;
  readonly slug: string;
}

/** The place of a heading on its page, as VitePress makes it. */
const anchorOf = (heading: string): string => heading.toLowerCase().replace(/[^\w]+/g, '-');

/** Makes links of "see `mseLoss`", where exactly one export has that name. */
export function seeAlso(exported: readonly Placed[]): (text: string) => string {
  const places = new Map<string, string | null>();
  for (const { path, name, slug } of exported) {
    const full = [...path, name].join('.');
    const place = `/reference/${slug}.html#${anchorOf(full)}`;
    places.set(full, place);
    if (path.length > 0) places.set(name, places.has(name) ? null : place);
  }
  return (text) =>
    text.replace(/\b([Ss]ee) `([\w.]+)`/g, (found, see: string, name: string) => {
      const place = places.get(name);
      return place ? `${see} [\`${name}\`](${place})` : found;
    });
}
