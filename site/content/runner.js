/** Runs a program in a worker, and tells the page what it prints and draws. */

const say = (kind, text = '') => self.postMessage({ kind, text });

/** What `JSON.stringify` would leave out or take apart. */
function plain(_, value) {
  if (ArrayBuffer.isView(value)) return [...value];
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  return typeof value === 'bigint' || value === undefined ? String(value) : value;
}

/** As Node's console prints it, near enough: texts as they are, the rest by its own words. */
function wordsOf(value) {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || value instanceof Error) return String(value);
  const hasOwnWords = !ArrayBuffer.isView(value) && !Array.isArray(value);
  if (hasOwnWords && value.toString !== Object.prototype.toString) return String(value);
  try {
    return JSON.stringify(value, plain);
  } catch {
    return String(value);
  }
}
for (const name of ['log', 'info', 'debug', 'warn', 'error']) {
  console[name] = (...values) => say('line', values.map(wordsOf).join(' '));
}
console.table = (rows) => {
  for (const row of Object.values(rows)) console.log(row);
};
self.show = async (picture) => say('picture', await picture.toSVG());

/** Where the program runs from, once it does. */
let address = '';

/** Says an error, and the last line of the program that led to it. */
function sayError(error) {
  if (!(error instanceof Error)) return say('line', `Thrown: ${wordsOf(error)}`);
  const [, after = ''] = (error.stack ?? '').split(`${address}:`);
  const line = /^\d+/.exec(after)?.[0];
  const where = address === '' || line === undefined ? '' : `Line ${line}: `;
  say('line', `${where}${error.name}: ${error.message}`);
}
self.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  sayError(event.reason);
});

self.onmessage = async ({ data }) => {
  address = URL.createObjectURL(new Blob([data], { type: 'text/javascript' }));
  try {
    await import(address);
  } catch (error) {
    sayError(error);
  }
  say('end');
};
