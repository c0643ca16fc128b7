/**
 * The program of the thread that watches over ranks, as text: a worker of a bundled program has no
 * file of its own. It talks to the standard error and to the process, since nobody else may answer.
 */

/** Runs with `{ rank, hosts, patience }`; says the port it listens on, then gets where to go. */
export const watchProgram: string = `
const { createServer, connect } = require('node:net');
const { writeSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const { rank, hosts, patience } = workerData;
const heard = new Map();
const sockets = new Set();

function follow(socket) {
  sockets.add(socket);
  socket.setNoDelay(true);
  socket.on('error', () => {});
  socket.on('data', (data) => {
    for (const text of data.toString().split(' ').slice(0, -1)) {
      if (text.startsWith('-')) heard.delete(Number(text.slice(1)));
      else heard.set(Number(text), performance.now());
    }
  });
}

function say(text) {
  for (const socket of sockets) socket.write(text + ' ');
}

setInterval(() => {
  say(String(rank));
  for (const [other, time] of heard) {
    if (performance.now() - time < patience) continue;
    writeSync(
      2,
      'rank ' + rank + ': DistributedError: rank ' + other + ' on ' + hosts[other] + ' has given no sign of life for ' +
        patience / 1000 + ' s. Its host, or the network between it and ' + hosts[rank] + ', has failed\\n',
    );
    process.kill(process.pid, 'SIGKILL');
  }
}, 1000);

if (rank === 0) {
  const server = createServer(follow);
  server.listen(0, () => parentPort.postMessage(server.address().port));
} else {
  parentPort.postMessage(0);
}

parentPort.on('message', (message) => {
  if (message === 'leaving') {
    say('-' + rank);
    heard.clear();
    return;
  }
  // The first address that answers is as good as any.
  let isConnected = false;
  for (const host of message.addresses) {
    const socket = connect(message.port, host);
    socket.on('error', () => {});
    socket.on('connect', () => {
      if (isConnected) {
        socket.destroy();
        return;
      }
      isConnected = true;
      follow(socket);
      heard.set(0, performance.now());
    });
  }
});
`;
