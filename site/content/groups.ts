/** The reference as users think: which page an export stands on, by the file that declares it. */

/** A page of the reference. */
export interface Group {
  readonly slug: string;
  readonly title: string;
  /** What it holds, in a sentence. */
  readonly about: string;
}

type Row = readonly [pattern: RegExp, slug: string, title: string, about: string];

/** The first row that fits counts. */
const rows: readonly Row[] = [
  [
    /^src\/tensor\/make\/(random|generator)/,
    'tensor-random',
    'Random numbers',
    'Random tensors, and the seed behind them.',
  ],
  [/^src\/tensor\/make\//, 'tensor-make', 'Making tensors', 'From numbers, and filled ones.'],
  [
    /^src\/tensor\/(handle|methods|index|print)|^src\/graph/,
    'tensor',
    'The tensor',
    'The class itself: what it knows, and how it is read.',
  ],
  [/^src\/tensor\/compile/, 'compile', 'compile', 'Capturing a step that is called often.'],
  [
    /^src\/tensor\/ops\/elementwise\/activation/,
    'tensor-activations',
    'Activations as functions',
    'Elementwise functions that networks bend with.',
  ],
  [
    /^src\/tensor\/ops\/elementwise\/(comparison|where)/,
    'tensor-comparison',
    'Comparison and choice',
    'Which is larger, and which to take.',
  ],
  [
    /^src\/tensor\/ops\/(elementwise|special)/,
    'tensor-arithmetic',
    'Arithmetic',
    'Operations on each element.',
  ],
  [/^src\/tensor\/ops\/linalg/, 'tensor-products', 'Products', 'Products of vectors and matrices.'],
  [
    /^src\/tensor\/ops\/(indexing|movement\/lookup)/,
    'tensor-lookup',
    'Looking up',
    'Elements by their indices.',
  ],
  [
    /^src\/tensor\/ops\/(movement|arrange)/,
    'tensor-shapes',
    'Shapes, slices and joins',
    'The same elements in another shape.',
  ],
  [
    /^src\/tensor\/ops\/(order|reduction\/(order|extreme))/,
    'tensor-order',
    'Extremes and order',
    'Largest, smallest, sorted.',
  ],
  [/^src\/tensor\/ops/, 'tensor-reductions', 'Sums and statistics', 'Many numbers become few.'],
  [
    /^src\/autodiff|^src\/gradient/,
    'gradients',
    'Gradients',
    'Gradients as functions, and operations of one’s own.',
  ],
  [/^src\/expression/, 'math', 'Formulas', 'Operators where method calls hide a formula.'],
  [
    /^src\/nn\/(module|parameter|state-dict)/,
    'nn-module',
    'nn: modules',
    'What layers and models are made of.',
  ],
  [
    /^src\/nn\/layers\/activations/,
    'nn-activations',
    'nn: activations',
    'Layers without weights that bend, each with its curve.',
  ],
  [
    /^src\/nn\/layers\/(linear|containers|embedding|dropout)/,
    'nn-linear',
    'nn: linear, containers, embedding, dropout',
    'The everyday layers.',
  ],
  [
    /^src\/nn\/layers\/(convolution|pooling|padding|upsample)/,
    'nn-convolution',
    'nn: convolution and pooling',
    'Layers that slide a window.',
  ],
  [
    /^src\/nn\/layers\/(normalization|batch-norm)/,
    'nn-normalization',
    'nn: normalisation',
    'Layers that bring numbers to a common scale.',
  ],
  [/^src\/nn\/layers\/recurrent/, 'nn-recurrent', 'nn: recurrent layers', 'Layers with a state.'],
  [
    /^src\/nn\/layers\/(attention|transformer)/,
    'nn-attention',
    'nn: attention and transformers',
    'Layers that look around.',
  ],
  [/^src\/nn\/layers\/losses/, 'nn-losses', 'nn: losses', 'What training makes small, as modules.'],
  [/^src\/nn\/layers/, 'nn-more', 'nn: more layers', 'All other layers.'],
  [
    /^src\/nn\/functional\/losses/,
    'nn-functional-losses',
    'nn.functional: losses',
    'Losses as functions.',
  ],
  [/^src\/nn\/functional/, 'nn-functional', 'nn.functional', 'The functions beneath the layers.'],
  [/^src\/nn/, 'nn-init', 'nn.init', 'How weights begin.'],
  [
    /^src\/optim\/lr-scheduler/,
    'lr-schedulers',
    'optim: learning rates',
    'Schedulers, each with its curve.',
  ],
  [/^src\/optim/, 'optim', 'optim: optimisers', 'What moves the weights.'],
  [/^src\/(errors|warnings)/, 'errors', 'Errors and warnings', 'What goes wrong, by class.'],
  [/^src\/(runtime|backend)/, 'runtime', 'Threads and profiles', 'How programs run.'],
];

/** Pages of the other entries, by name. */
const entryTitles: Readonly<Record<string, string>> = {
  data: 'Data sets, batches, scalers',
  estimators: 'Estimators in the manner of scikit-learn',
  explain: 'What the compiler made',
  io: 'Files of weights',
  metrics: 'Figures of merit',
  rl: 'Reinforcement learning',
  scalar: 'The engine of single numbers',
  tabular: 'Tables',
  train: 'Training',
  viz: 'Pictures',
};

/** The page of an export of `entry` that `source` declares. */
export function groupOf(entry: string, source: string): Group {
  const name = entry.replace(/^chainrule\/?/, '');
  if (name !== '') {
    return { slug: name, title: entry, about: `${entryTitles[name] ?? name}.` };
  }
  const row = rows.find(([pattern]) => pattern.test(source));
  if (row === undefined) throw new Error(`site: ${source} has no page in content/groups.ts`);
  const [, slug, title, about] = row;
  return { slug, title, about };
}

/** The order of the pages. */
export const slugs: readonly string[] = [
  ...new Set(['tensor', ...rows.map(([, slug]) => slug), ...Object.keys(entryTitles)]),
];
