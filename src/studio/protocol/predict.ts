/** What the page and its server say to each other about predicting with the model of a run. */

/** A place of the form in which a row is typed. */
export type PredictField =
  | {
      readonly kind: 'number';
      readonly column: string;
      /** The median of the column where it was learned from. */
      readonly usual: number;
    }
  | {
      readonly kind: 'category';
      readonly column: string;
      /** Categories that the model knows. */
      readonly choices: readonly string[];
    }
  | { readonly kind: 'date'; readonly column: string };

/** What a model can be asked. */
export interface PredictForm {
  /** What it predicts, as a word. */
  readonly target: string;
  /** Columns of a row that is typed in; none where rows cannot be. */
  readonly fields: readonly PredictField[];
  /** Pixels along a side of the picture that can be drawn; null where none can be. */
  readonly drawing: number | null;
  /** Endings of the files that it takes: `.csv`. */
  readonly files: readonly string[];
}

/** What is asked. */
export type PredictQuestion =
  | { readonly kind: 'row'; readonly row: Readonly<Record<string, string>> }
  | {
      readonly kind: 'drawing';
      /** Ink of the pixels, row by row, from 0 to 1. */
      readonly ink: readonly number[];
    }
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array };

/** One prediction. */
export interface Prediction {
  /** Where it stands in a file: `row 3`, `line 3`. */
  readonly place: string;
  /** The class, or the number. */
  readonly value: string;
  /** What the file says it is, or null. */
  readonly actual: string | null;
  /** Probabilities of the classes; none for a number. */
  readonly probabilities: readonly number[];
}

/** What `POST /api/predict` answers. */
export interface Predictions {
  /** Names of the classes. */
  readonly labels: readonly string[];
  readonly rows: readonly Prediction[];
  /** Sentences on what was not as it should be. */
  readonly notes: readonly string[];
}

/** The model of a run, ready to be asked. */
export interface RunModel {
  readonly form: PredictForm;
  /** @throws DataError for what the model cannot read. */
  predict(question: PredictQuestion): Promise<Predictions>;
}

/**
 * Loads the model in the folder of a run.
 * @throws DataError where there is none, or none that can be asked here, with the reason.
 */
export type OpenModel = (folder: string) => Promise<RunModel>;
