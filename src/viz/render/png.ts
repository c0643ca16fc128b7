/**
 * Turns SVG into PNG with resvg, and finds the fonts for it: DejaVu Sans from the package
 * `dejavu-fonts-ttf`, which looks the same on every machine, else whatever the system has. Pages
 * get `png-in-browser.ts` in its place.
 */

import { nodeModule } from '../../io/node-modules.js';
import { measuredFont } from '../style/theme.js';
import { missingPeer } from './peers.js';

const op = 'toPNG';
const fontPackage = 'dejavu-fonts-ttf';

/** Paths of the package's fonts; none when it is not installed. */
function packagedFonts(): string[] {
  const { createRequire } = nodeModule(op, 'node:module');
  const require = createRequire(import.meta.url);
  try {
    return ['DejaVuSans', 'DejaVuSans-Bold'].map((face) =>
      require.resolve(`${fontPackage}/ttf/${face}.ttf`),
    );
  } catch {
    return [];
  }
}

/** resvg. @throws Error with the install line when it is not there. */
async function loadResvg(): Promise<typeof import('@resvg/resvg-js')> {
  try {
    return await import('@resvg/resvg-js');
  } catch (cause) {
    throw missingPeer(op, '@resvg/resvg-js', `@resvg/resvg-js ${fontPackage}`, cause);
  }
}

type Resvg = typeof import('@resvg/resvg-js').Resvg;
type Font = NonNullable<import('@resvg/resvg-js').ResvgRenderOptions['font']>;

/** Whether any letter can be drawn. */
function hasGlyphs(Renderer: Resvg, font: Font): boolean {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">' +
    '<text x="5" y="30" font-size="20">M</text></svg>';
  return new Renderer(svg, { font }).getBBox() !== undefined;
}

/** `scale` pixels per unit. @throws Error when resvg, or every font, is missing. */
export async function renderPng(svg: string, scale: number): Promise<Uint8Array> {
  const { Resvg } = await loadResvg();
  const fontFiles = packagedFonts();
  const font: Font = {
    fontFiles,
    loadSystemFonts: fontFiles.length === 0 || needsOtherFonts(svg),
    defaultFontFamily: measuredFont,
    sansSerifFamily: measuredFont,
  };
  if (fontFiles.length === 0 && !hasGlyphs(Resvg, font)) {
    throw new Error(
      `${op}: this machine has no fonts, so no text could be drawn. Run: npm install ${fontPackage}`,
    );
  }
  // resvg knows the older name of this, which Vega writes too, and is put off by the newer one.
  const readable = svg.replaceAll('image-rendering: pixelated;', '');
  return new Resvg(readable, { font, fitTo: { mode: 'zoom', value: scale } }).render().asPng();
}

/** Whether the text uses a script that DejaVu Sans does not have (it ends before CJK and emoji). */
function needsOtherFonts(svg: string): boolean {
  return /[\u2e80-\ud7ff\uf900-\ufaff]|[\ud800-\udbff]/.test(svg);
}
