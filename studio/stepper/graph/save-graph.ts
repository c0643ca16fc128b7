/** The graph of this moment as a file that stands alone: what the style sheet says is in it. */

import { saveFile } from '../../design/save-file.js';

const properties = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-weight'];

/** The SVG on the page with its colours. */
export function standaloneSvg(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return '';
  const originals = [svg, ...svg.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  originals.forEach((original, i) => {
    const style = getComputedStyle(original);
    const target = copies[i];
    target?.removeAttribute('class');
    target?.removeAttribute('style');
    for (const name of properties) target?.setAttribute(name, style.getPropertyValue(name));
    if (original instanceof SVGTextElement) {
      target?.setAttribute('font-family', 'DejaVu Sans Mono, Consolas, monospace');
      target?.setAttribute('font-size', style.fontSize);
    }
  });
  const box = svg.viewBox.baseVal;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(box.width));
  copy.setAttribute('height', String(box.height));
  const background = getComputedStyle(document.body).backgroundColor;
  const sheet = `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" fill="${background}"/>`;
  return copy.outerHTML.replace('<defs', `${sheet}<defs`);
}

/** Saves the graph on the page. */
export function saveGraph(): void {
  const svg = document.querySelector('svg.graph');
  if (!(svg instanceof SVGSVGElement)) return;
  saveFile('expression.svg', new Blob([standaloneSvg(svg)], { type: 'image/svg+xml' }));
}
