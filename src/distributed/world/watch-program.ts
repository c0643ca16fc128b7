/**
 * What the watching thread of a rank runs, as text because a thread begins with text or a file of
 * its own. Every rank sends rank 0 a line each second over TCP, and gets one back. Who was heard
 * once and then not for `limit` milliseconds is lost: `state[0]` becomes its number plus one, which
 * the main thread reads where it waits. `state[1]` says that the main thread has its error.
 *
 * A connection that is closed means that the process at its other end has ended, which the launcher
 * sees: nobody waits for its beats. A cut network closes nothing.
 *
 * A thread that was itself stopped (SIGSTOP, a suspended host) cannot know who beat meanwhile, so
 * it takes its own pauses off the silence of others.
 */
export const watchProgram = `
const { parentPort, workerData } = require('node:worker_threads');
const net = require('node:net');
const { writeSync } = require('node:fs');
const { rank, state, interval, grace } = workerData;
let { token, limit } = workerData;
let messages = [];
const heard = new Map();
const lines = new Map();
let raisedAt = 0;
let saidAt = 0;
let told = '';
let last = performance.now();

function send(socket, line) {
  if (!socket.destroyed) socket.write(line + '\\n');
}

function raise(lost) {
  if (Atomics.compareExchange(state, 0, 0, lost + 1) !== 0) return;
  raisedAt = performance.now();
  told = 'lost ' + lost;
  for (const socket of lines.values()) send(socket, told);
}

function read(socket, hear, forget) {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (text) => {
    const parts = (rest + text).split('\\n');
    rest = parts.pop();
    if (rest.length > 1000) return socket.destroy();
    for (const part of parts) hear(part);
  });
  socket.on('end', forget);
  socket.on('error', (error) => error.code === 'ECONNRESET' && forget());
}

function beat() {
  const now = performance.now();
  const pause = now - last - interval;
  last = now;
  if (pause > interval) for (const [from, at] of heard) heard.set(from, at + pause);
  for (const socket of lines.values()) send(socket, told || 'beat');
  for (const [from, at] of heard) if (now - at > limit) raise(from);
  if (raisedAt > 0) end(now);
}

function end(now) {
  const lost = Atomics.load(state, 0) - 1;
  const isSaid = Atomics.load(state, 1) !== 0;
  if (isSaid && saidAt === 0) saidAt = now;
  if (now - (isSaid ? saidAt : raisedAt) < grace) return;
  // Rank 0 says it for all whom it still reaches.
  if (!isSaid && (rank === 0 || lost === 0)) {
    writeSync(2, 'rank ' + rank + ': DistributedError: ' + messages[lost] +
      '; rank ' + rank + ' waits in a call of MPI that does not end\\n');
  }
  process.kill(process.pid, 'SIGKILL');
}

function serve() {
  const server = net.createServer((socket) => {
    let from = -1;
    const stranger = setTimeout(() => socket.destroy(), limit);
    read(socket, (line) => {
      if (from >= 0) return heard.set(from, performance.now());
      const [given, number] = line.split(' ');
      if (given !== token) return socket.destroy();
      clearTimeout(stranger);
      from = Number(number);
      lines.set(from, socket);
      heard.set(from, performance.now());
      send(socket, 'welcome ' + token);
    }, () => heard.delete(from));
    socket.on('close', () => {
      clearTimeout(stranger);
      if (lines.get(from) === socket) lines.delete(from);
    });
  });
  server.on('error', () => parentPort.postMessage(0));
  server.listen(0, () => parentPort.postMessage(server.address().port));
}

function connect(addresses, port, i) {
  const socket = net.connect({ host: addresses[i % addresses.length], port });
  let isKnown = false;
  const slow = setTimeout(() => socket.destroy(), 3000);
  socket.on('connect', () => send(socket, token + ' ' + rank));
  read(socket, (line) => {
    if (!isKnown && line !== 'welcome ' + token) return socket.destroy();
    if (!isKnown) clearTimeout(slow);
    isKnown = true;
    lines.set(0, socket);
    heard.set(0, performance.now());
    if (line.startsWith('lost ')) raise(Number(line.slice(5)));
  }, () => heard.delete(0));
  socket.on('close', () => {
    clearTimeout(slow);
    if (lines.get(0) === socket) lines.delete(0);
    setTimeout(connect, interval, addresses, port, isKnown ? i : i + 1);
  });
}

parentPort.once('message', (start) => {
  ({ messages } = start);
  if (rank > 0) connect(start.addresses, start.port, 0);
  setInterval(beat, interval);
  last = performance.now();
  parentPort.unref();
});
if (rank === 0) serve();
`;
