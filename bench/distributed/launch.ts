/** How the programs of the bench are started: as ranks of this machine, or one on each host. */

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Hosts } from '../../test/distributed/network/namespaces.js';
import type { StepCase, StepTimes } from './programs/step.js';

const env = {
  ...process.env,
  OMPI_ALLOW_RUN_AS_ROOT: '1',
  OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1',
  OMPI_MCA_rmaps_base_oversubscribe: '1',
  // A rank that keeps to one core has no chance where other programs run.
  OMPI_MCA_hwloc_base_binding_policy: 'none',
};
const root = fileURLToPath(new URL('../../', import.meta.url));
const file = (name: string): string => fileURLToPath(new URL(`programs/${name}`, import.meta.url));
/** The package as users have it: tsx gives functions of sources names as they run. */
const asBuilt = {
  TSX_TSCONFIG_PATH: fileURLToPath(new URL('../peers/tsconfig.json', import.meta.url)),
};
/** Where PyTorch's ranks meet. */
const port = '29517';

/** The standard output of a command that ends well. */
function output(words: readonly string[], more: Readonly<Record<string, string>>): Promise<string> {
  const [command = '', ...args] = words;
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  const child = spawn(command, args, { cwd: root, env: { ...env, ...more }, stdio: [...stdio] });
  let [said, complained] = ['', ''];
  child.stdout.on('data', (text) => {
    said += text;
  });
  child.stderr.on('data', (text) => {
    complained += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(said);
      else reject(new Error(`${words.join(' ')} ended with ${code}:\n${said}${complained}`));
    });
  });
}

/** Where ranks run: `count` of them here, or one on each of the hosts. */
export interface Place {
  readonly count: number;
  readonly hosts: Hosts | null;
}

/** Runs a program of ours as ranks of Open MPI; what rank 0 prints, which is JSON. */
export async function runOurs<Answer>(
  { count, hosts }: Place,
  program: string,
  ...args: readonly string[]
): Promise<Answer> {
  const words = ['node', '--import', 'tsx', file(program), ...args];
  const here = ['mpirun.openmpi', '-n', String(count), ...words];
  return JSON.parse(await output(hosts === null ? here : hosts.launch(words), asBuilt));
}

/** Runs `step.py` as ranks of PyTorch with gloo; what rank 0 prints. */
export async function runPyTorch({ count, hosts }: Place, given: StepCase): Promise<StepTimes> {
  const words = [process.env.PYTHON ?? 'python3', file('step.py'), JSON.stringify(given)];
  const all = Array.from({ length: count }, (_, rank) => {
    const place =
      hosts === null
        ? { MASTER_ADDR: '127.0.0.1' }
        : { MASTER_ADDR: hosts.addresses[0] ?? '', GLOO_SOCKET_IFNAME: 'eth0' };
    const more = { RANK: `${rank}`, WORLD_SIZE: `${count}`, MASTER_PORT: port, ...place };
    return output(hosts === null ? words : hosts.on(rank, words), more);
  });
  const [first = ''] = await Promise.all(all);
  return JSON.parse(first);
}
