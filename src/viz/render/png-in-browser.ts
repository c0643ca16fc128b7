/**
 * What a page gets in place of `png.ts`, by the condition `browser` of the manifest: resvg is
 * machine code, which bundlers for pages cannot take in.
 */

/** Only an error. @throws Error that says how a page makes a PNG. */
export async function renderPng(_svg: string, _scale: number): Promise<Uint8Array> {
  throw new Error(
    'toPNG: works in Node and Deno. In a page show toSVG(), or draw it into a canvas, whose ' +
      'toBlob() gives a PNG',
  );
}
