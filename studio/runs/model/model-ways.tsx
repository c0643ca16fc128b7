/** The ways of tensors in the drawing: from box to box, and past boxes. */

import type { JSX } from 'preact';
import type { ModuleArrow, SkipLine } from './model-layout.js';
import { fit, shapesOf } from './module-words.js';

/** From box to box, with the shape of what goes along. */
function Arrow({ arrow }: { arrow: ModuleArrow }): JSX.Element {
  const { from, to, isPassed } = arrow;
  const x = from.middle;
  const [top, bottom] = [from.y + from.height, to.y];
  return (
    <g class={isPassed ? 'model-arrow passed' : 'model-arrow'}>
      <path d={`M${x} ${top + 2}V${bottom - 4}`} />
      <path class="tip" d={`M${x - 4} ${bottom - 8}L${x} ${bottom - 2}L${x + 4} ${bottom - 8}Z`} />
      <text class="mono" x={x + 10} y={(top + bottom) / 2 + 4}>
        {fit(shapesOf(from.node.outputs), 18)}
      </text>
    </g>
  );
}

/** Pixels of a rounded corner. */
const round = 5;

/** The line, with a dot where it begins and a tip where it ends. */
function SkipPath({ line }: { line: SkipLine }): JSX.Element {
  const { x1, y1, x2, y2, lane, words } = line;
  const d =
    `M${x1} ${y1}H${lane - round}Q${lane} ${y1} ${lane} ${y1 + round}` +
    `V${y2 - round}Q${lane} ${y2} ${lane - round} ${y2}H${x2 + 5}`;
  return (
    <g class="model-skip">
      <path d={d} />
      <circle cx={x1} cy={y1} r="2.5" />
      <path class="tip" d={`M${x2 + 7} ${y2 - 4}L${x2 + 1} ${y2}L${x2 + 7} ${y2 + 4}Z`} />
      <title>{words}</title>
    </g>
  );
}

/** All of them. */
export function Ways(props: {
  arrows: readonly ModuleArrow[];
  skips: readonly SkipLine[];
}): JSX.Element {
  return (
    <>
      {props.arrows.map((arrow) => (
        <Arrow key={arrow.to.node.name} arrow={arrow} />
      ))}
      {props.skips.map((line) => (
        <SkipPath key={`${line.lane} ${line.y1} ${line.y2}`} line={line} />
      ))}
    </>
  );
}
