/** A uPlot that follows its data: made anew when curves come or go, else told the new points. */

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type Lists, lowerBound } from './aligned.js';
import type { ChartData } from './chart-data.js';
import { type ChartLook, chartOptions } from './chart-options.js';
import type { Tip, TipRow } from './chart-tip.js';

/** What a plot tells. */
export interface PlotEvents {
  /** The pointer is here; null when it has left. */
  readonly onTip: (tip: Tip | null) => void;
  /** A part of the x axis was chosen with the pointer. */
  readonly onZoom: (from: number, to: number) => void;
}

/** A mark on the curves: a finding at a step. */
export interface Mark {
  readonly x: number;
  readonly colour: string;
}

const leastDrag = 6;

/** The plot in an element. */
export class Plot {
  readonly #place: HTMLElement;
  readonly #data: ChartData;
  readonly #events: PlotEvents;
  #plot: uPlot | null = null;
  #aligned: Lists = [[]];
  #look: ChartLook | null = null;
  #key = '';
  #frame = 0;
  /** Marks that are drawn. */
  marks: readonly Mark[] = [];

  constructor(place: HTMLElement, data: ChartData, events: PlotEvents) {
    this.#place = place;
    this.#data = data;
    this.#events = events;
  }

  /** What is drawn. */
  get plot(): uPlot | null {
    return this.#plot;
  }

  /** Draws with this look, in the next frame. */
  draw(look: ChartLook): void {
    this.#look = look;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#drawNow(look));
  }

  /** Draws what has come since. */
  update(): void {
    if (this.#look !== null) this.draw(this.#look);
  }

  #drawNow(look: ChartLook): void {
    const { curves } = this.#data;
    const names = curves.map(({ run, metric }) => `${run} ${metric} ${look.colours.get(run)}`);
    const key = [
      look.logY,
      look.isWallTime,
      look.hot,
      getComputedStyle(this.#place).color,
      ...names,
    ];
    this.#aligned = this.#data.aligned();
    if (key.join('|') !== this.#key || this.#plot === null) {
      this.#key = key.join('|');
      this.#plot?.destroy();
      const options = chartOptions(curves, look, this.#hooks());
      this.#plot = new uPlot(options, this.#aligned as uPlot.AlignedData, this.#place);
      return;
    }
    const { width, height } = this.#plot;
    if (width !== look.width || height !== look.height) this.#plot.setSize(look);
    this.#plot.setData(this.#aligned as uPlot.AlignedData);
  }

  #hooks(): uPlot.Hooks.Arrays {
    return {
      setCursor: [(plot) => this.#events.onTip(this.#tipOf(plot))],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width >= leastDrag) {
            this.#events.onZoom(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
          }
          plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        },
      ],
      draw: [(plot) => this.#drawMarks(plot)],
    };
  }

  #drawMarks(plot: uPlot): void {
    const { ctx, bbox } = plot;
    for (const { x, colour } of this.marks) {
      const left = plot.valToPos(x, 'x', true);
      if (left < bbox.left || left > bbox.left + bbox.width) continue;
      ctx.fillStyle = colour;
      ctx.globalAlpha = 0.5;
      ctx.fillRect(left, bbox.top, devicePixelRatio, bbox.height);
      ctx.globalAlpha = 1;
      ctx.beginPath();
      ctx.arc(left, bbox.top + 5 * devicePixelRatio, 5 * devicePixelRatio, 0, 7);
      ctx.fill();
    }
  }

  /** The value of each curve at the pointer, or just before it. */
  #tipOf(plot: uPlot): Tip | null {
    const { idx, left = -1 } = plot.cursor;
    const x = idx === null || idx === undefined ? undefined : this.#aligned[0][idx];
    if (left < 0 || x === undefined) return null;
    const rows = this.#data.curves.flatMap(({ run, metric, x: xs, y }): TipRow[] => {
      const last = xs[xs.length - 1];
      if (last === undefined || x > last) return [];
      const value = y[lowerBound(xs, x)];
      return value === undefined ? [] : [{ run, metric, value }];
    });
    const padding = plot.bbox.left / devicePixelRatio;
    return { x, rows, left: left + padding, width: plot.width };
  }

  /** Moves the pointer by `points`, for the keyboard. */
  step(points: number): void {
    const plot = this.#plot;
    if (plot === null) return;
    const [xs] = this.#aligned;
    const now = plot.cursor.idx ?? (points > 0 ? -1 : xs.length);
    const next = xs[Math.max(0, Math.min(xs.length - 1, now + points))];
    if (next !== undefined) plot.setCursor({ left: plot.valToPos(next, 'x'), top: 10 });
  }

  /** Takes it off the page. */
  end(): void {
    cancelAnimationFrame(this.#frame);
    this.#plot?.destroy();
    this.#plot = null;
  }
}
