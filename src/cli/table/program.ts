/** The TypeScript of `chainrule export`: what predicts with a model of a table. */

/** A program that predicts the rows of a file with the model in the file `weights` beside it. */
export function programOf(weights: string, columns: readonly string[]): string {
  return `/** Predicts rows with the model in ${weights}. Run: npx tsx <this file> [rows.csv] */

import { fileURLToPath } from 'node:url';
import { loadTableModel, readTable } from 'chainrule/tabular';

const predictor = loadTableModel(fileURLToPath(new URL('./${weights}', import.meta.url)));

/** The columns that the model looks at; one that is missing counts as a missing value. */
export const columns = ${JSON.stringify(columns)};

/** Predictions for the rows of a file: probabilities of \`labels\`, or a number, for each row. */
export async function predictFile(path: string): Promise<number[][]> {
  const table = await readTable(path, { kinds: predictor.kinds });
  const values = predictor.predict(table);
  const width = values.length / table.rows;
  return Array.from({ length: table.rows }, (_, row) =>
    Array.from(values.subarray(row * width, (row + 1) * width)),
  );
}

/** Names of the classes, in the order of the probabilities; empty for a number. */
export const labels = predictor.target.kind === 'classes' ? predictor.target.labels : [];

const [, , file] = process.argv;
if (file !== undefined) void predictFile(file).then((rows) => console.log(labels, rows));
`;
}
