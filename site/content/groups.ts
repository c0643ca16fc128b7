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
    /^src\/tensor\/make\/(random|generator|draws)/,
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
  [
    /^src\/tensor\/(compile|handle\/live-number)/,
    'compile',
    'compile',
    'Capturing a step that is called often.',
  ],
  [
    /^src\/tensor\/linalg\//,
    'linalg',
    'linalg: linear algebra',
    'Solving, factorising, and the size of matrices.',
  ],
  [
    /^src\/tensor\/ops\/elementwise\/activation/,
    'tensor-activations',
    'Activations as functions',
    'Elementwise functions that networks bend with.',
  ],
  [
    /^src\/tensor\/ops\/elementwise\/(comparison|where|logic)/,
    'tensor-comparison',
    'Comparison, logic and choice',
    'Which is larger, both or either, and which to take.',
  ],
  [
    /^src\/tensor\/ops\/elementwise\/(arithmetic|blend|rounding|signs|quotient)/,
    'tensor-arithmetic',
    'Arithmetic, rounding, signs',
    'Operations on each element.',
  ],
  [
    /^src\/tensor\/ops\/elementwise\/angles/,
    'tensor-angles',
    'Angles',
    'Sines, tangents, and their inverses.',
  ],
  [
    /^src\/tensor\/ops\/(elementwise|special)/,
    'tensor-functions',
    'Powers, logarithms, special functions',
    'Functions of each element.',
  ],
  [
    /^src\/tensor\/ops\/linalg\/covariance/,
    'tensor-reductions',
    'Sums and statistics',
    'Many numbers become few.',
  ],
  [/^src\/tensor\/ops\/linalg/, 'tensor-products', 'Products', 'Products of vectors and matrices.'],
  [
    /^src\/tensor\/ops\/(indexing|movement\/lookup)/,
    'tensor-lookup',
    'Looking up and writing in',
    'Elements by their indices.',
  ],
  [
    /^src\/tensor\/ops\/(movement\/(join|split|windows)|arrange\/(parts|repeat|stacking))/,
    'tensor-joins',
    'Parts, joins, repeats',
    'Tensors cut up, put together, repeated.',
  ],
  [
    /^src\/tensor\/ops\/arrange\/(diagonals|triangle)/,
    'tensor-triangles',
    'Diagonals and triangles',
    'The halves of a matrix, and what lies between them.',
  ],
  [
    /^src\/tensor\/ops\/(movement|arrange)/,
    'tensor-shapes',
    'Shapes and slices',
    'The same elements in another shape.',
  ],
  [
    /^src\/tensor\/ops\/order\/running/,
    'tensor-running',
    'Running sums and differences',
    'A result for each place, from what came before it.',
  ],
  [
    /^src\/tensor\/ops\/(order|reduction\/extreme)/,
    'tensor-order',
    'Extremes, order, counts',
    'Largest, smallest, sorted, in the middle, how often.',
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
    /^src\/nn\/functional\/losses/,
    'nn-functional-losses',
    'nn.functional: losses',
    'Losses as functions. A formula is that of one element or sample; `reduction` makes one number of all.',
  ],
  [
    /^src\/nn\/functional\/activations/,
    'nn-functional-activations',
    'nn.functional: activations',
    'Activations as functions; those of a single number with their curve.',
  ],
  [
    /^src\/nn\/functional\/(windows|pools|padding|interpolate)/,
    'nn-functional-convolution',
    'nn.functional: convolution, pooling, resizing',
    'Functions that slide a window, pad, and resize.',
  ],
  [
    /^src\/nn\/functional/,
    'nn-functional',
    'nn.functional: all other functions',
    'The functions beneath the layers.',
  ],
  [
    /^src\/nn\/.*(activations)/,
    'nn-activations',
    'nn: activations',
    'Layers that bend; those of a single number with their curve.',
  ],
  [
    /^src\/nn\/.*(losses|distances)/,
    'nn-losses',
    'nn: losses and distances',
    'What training makes small, as modules. A formula is that of one element or sample; `reduction` makes one number of all.',
  ],
  [/^src\/nn\/.*(recurrent|cells)/, 'nn-recurrent', 'nn: recurrent layers', 'Layers with a state.'],
  [
    /^src\/nn\/.*(attention|transformer)/,
    'nn-attention',
    'nn: attention and transformers',
    'Layers that look around.',
  ],
  [
    /^src\/nn\/.*(convolution|conv|pool)/,
    'nn-convolution',
    'nn: convolution and pooling',
    'Layers that slide a window.',
  ],
  [
    /^src\/nn\/.*(padding|resize|spatial)/,
    'nn-padding',
    'nn: padding and resizing',
    'Layers that change the size of pictures.',
  ],
  [
    /^src\/nn\/.*(norm)/,
    'nn-normalization',
    'nn: normalisation',
    'Layers that bring numbers to a common scale.',
  ],
  [
    /^src\/nn\/.*(linear|containers|embedding|dropout|lazy)/,
    'nn-linear',
    'nn: linear, containers, embedding, dropout',
    'The everyday layers.',
  ],
  [/^src\/nn\/init/, 'nn-init', 'nn.init', 'How weights begin.'],
  [/^src\/nn/, 'nn-module', 'nn: modules', 'What layers and models are made of.'],
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
  distributions: 'Probability distributions',
  distributed: 'One training on several processes',
  estimators: 'Estimators in the manner of scikit-learn',
  explain: 'What the compiler made',
  io: 'Files of weights',
  metrics: 'Figures of merit',
  rl: 'Reinforcement learning',
  studio: 'The page over trainings',
  scalar: 'The engine of single numbers',
  tabular: 'Tables',
  train: 'Training',
  viz: 'Pictures',
};

/** What is looked for beside others than those of its file: the start of a file of its page. */
const besideOthers: Readonly<Record<string, string>> = {
  sin: 'src/tensor/ops/elementwise/angles',
  cos: 'src/tensor/ops/elementwise/angles',
  floor: 'src/tensor/ops/elementwise/rounding',
  cumsum: 'src/tensor/ops/order/running',
  cummax: 'src/tensor/ops/order/running',
  customOp: 'src/autodiff',
};

/** The page of an export of `entry` that `declared` declares. */
export function groupOf(entry: string, declared: string, called: string): Group {
  const source = (entry === 'chainrule' ? besideOthers[called] : undefined) ?? declared;
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
