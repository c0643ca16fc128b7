/** An episode of the agent that the run has trained, as it moves. */

import type { RunDetail } from 'chainrule/studio';
import type { JSX } from 'preact';

/** The film, where the run's folder holds one. */
export function Film({ detail }: { detail: RunDetail }): JSX.Element | null {
  const file = detail.files.find(({ name }) => name === 'film.svg');
  if (file === undefined) return null;
  const run = encodeURIComponent(detail.row.name);
  return (
    <section class="film">
      <h2>An episode with the best actions</h2>
      <img
        src={`api/film?run=${run}&changed=${file.changed}`}
        alt="The environment, step by step, with the trained agent acting"
      />
    </section>
  );
}
