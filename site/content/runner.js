/** Runs a program in a worker, and tells the page what it prints and draws. */

const say = (kind, text = '') => self.postMessage({ kind, text });

/** As Node's console prints it, near enough: texts as they are, the rest by its own words. */
function wordsOf(value) {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  const own = value.toString;
  if (own !== Object.prototype.toString && own !== Array.prototype.toString) return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return String(value);
  }
}
for (const name of ['log', 'info', 'warn', 'error']) {
  console[name] = (...values) => say('line', values.map(wordsOf).join(' '));
}
self.show = async (picture) => say('picture', await picture.toSVG());

self.onmessage = async ({ data }) => {
  const address = URL.createObjectURL(new Blob([data], { type: 'text/javascript' }));
  try {
    await import(address);
  } catch (error) {
    say('line', error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
  say('end');
};
