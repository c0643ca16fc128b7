/** A writer that fails after so many bytes: it dies within a write, or the disk is full. */

/** What the library writes with. */
type Write = [
  path: string,
  data: string | Uint8Array,
  options?: { flag?: string; flush?: boolean },
];

/** Lets the writer of this process fail once after so many bytes, wherever they go. */
export function failAfter(bytes: number, how: string): void {
  const fs = process.getBuiltinModule('node:fs');
  const { appendFileSync, writeFileSync } = fs;
  let left = bytes;
  const cut = (write: (...args: Write) => void, [path, data, options]: Write): void => {
    const whole = typeof data === 'string' ? Buffer.from(data) : data;
    if (whole.length <= left) {
      left -= whole.length;
      write(path, whole, options);
      return;
    }
    write(path, whole.subarray(0, left), options);
    if (how === 'die') process.kill(process.pid, 'SIGKILL');
    left = Number.POSITIVE_INFINITY;
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  };
  Object.assign(fs, {
    writeFileSync: (...args: Write) => cut(writeFileSync, args),
    appendFileSync: (...args: Write) => cut(appendFileSync, args),
  });
}
