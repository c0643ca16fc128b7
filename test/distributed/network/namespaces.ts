/**
 * Hosts as network namespaces of this machine, joined by a bridge: each has a name, an address and,
 * if wanted, a link of limited speed. For root on Linux only.
 */

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const bridge = 'chainrule-br';
const net = '10.77.0';

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: 'pipe' });
}

/** Why there can be no namespaces here; null when there can. */
export function obstacle(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are of Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  try {
    ip('netns', 'add', 'chainrule-try');
    ip('netns', 'del', 'chainrule-try');
    return null;
  } catch (error) {
    return `network namespaces cannot be made here: ${String(error)}`;
  }
}

/** Several hosts. */
export class Hosts {
  readonly addresses: readonly string[];
  readonly #agent: string;

  /** @param mbit megabits per second of each link, both ways; default as fast as it goes. */
  constructor(count: number, folder: string, mbit?: number) {
    this.addresses = Array.from({ length: count }, (_, i) => `${net}.${i + 1}`);
    this.#agent = `${folder}/agent.sh`;
    this.close();
    ip('link', 'add', bridge, 'type', 'bridge');
    ip('link', 'set', bridge, 'up');
    for (const [i, address] of this.addresses.entries()) this.#add(i, address, mbit);
    // What MPI starts its daemons with, in place of ssh: MPICH's option -x, a host, the command.
    const enter = 'exec ip netns exec "chainrule-$n" unshare --uts sh -c "hostname host-$n; $*"';
    writeFileSync(
      this.#agent,
      `#!/bin/sh\n[ "$1" = -x ] && shift\nn=\${1##*.}\nshift\n${enter}\n`,
      { mode: 0o755 },
    );
  }

  #add(i: number, address: string, mbit: number | undefined): void {
    const [space, outside] = [`chainrule-${i + 1}`, `chainrule-v${i + 1}`];
    ip('netns', 'add', space);
    ip('link', 'add', outside, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
    ip('link', 'set', outside, 'master', bridge, 'up');
    ip('-n', space, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
    ip('-n', space, 'link', 'set', 'eth0', 'up');
    ip('-n', space, 'link', 'set', 'lo', 'up');
    if (mbit === undefined) return;
    const rate = ['tbf', 'rate', `${mbit}mbit`, 'burst', '256kb', 'latency', '50ms'];
    execFileSync('tc', ['qdisc', 'add', 'dev', outside, 'root', ...rate]);
    execFileSync('ip', [
      'netns',
      'exec',
      space,
      'tc',
      'qdisc',
      'add',
      'dev',
      'eth0',
      'root',
      ...rate,
    ]);
  }

  /** The command that runs `command` on host `i`, counted from 0. */
  on(i: number, command: readonly string[]): readonly string[] {
    const name = `hostname host-${i + 1}; exec "$@"`;
    const enter = ['ip', 'netns', 'exec', `chainrule-${i + 1}`, 'unshare', '--uts'];
    return [...enter, 'sh', '-c', name, 'sh', ...command];
  }

  /** The command that runs a program as one rank on each host, by Open MPI. */
  launch(program: readonly string[]): readonly string[] {
    const list = this.addresses.map((address) => `${address}:1`).join();
    const settings: Readonly<Record<string, string>> = {
      plm_rsh_agent: this.#agent,
      btl: 'tcp,self',
      pml: 'ob1',
      btl_tcp_if_include: 'eth0',
      oob_tcp_if_include: 'eth0',
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['--mca', name, value]);
    const mpirun = ['mpirun.openmpi', '--allow-run-as-root', '-H', list, ...options];
    return this.on(0, [...mpirun, '-n', String(this.addresses.length), ...program]);
  }

  /** The same by MPICH. */
  launchMpich(program: readonly string[]): readonly string[] {
    const start = ['-launcher', 'ssh', '-launcher-exec', this.#agent, '-iface', 'eth0'];
    const mpirun = ['mpirun.mpich', ...start, '-hosts', this.addresses.join()];
    return this.on(0, [...mpirun, '-n', String(this.addresses.length), ...program]);
  }

  /** Takes the network from host `i`, counted from 0. */
  cut(i: number): void {
    ip('link', 'set', `chainrule-v${i + 1}`, 'down');
  }

  /** Gives it back. */
  join(i: number): void {
    ip('link', 'set', `chainrule-v${i + 1}`, 'up');
  }

  /** Ends every process on the hosts. */
  end(): void {
    for (const [i] of this.addresses.entries()) {
      const pids = execFileSync('ip', ['netns', 'pids', `chainrule-${i + 1}`], {
        encoding: 'utf8',
      });
      for (const pid of pids.split('\n').filter((line) => line !== '')) {
        try {
          process.kill(Number(pid), 'SIGKILL');
        } catch {
          // It has ended by itself.
        }
      }
    }
  }

  /** Removes all of it. */
  close(): void {
    for (const [i] of this.addresses.entries()) {
      for (const args of [
        ['link', 'del', `chainrule-v${i + 1}`],
        ['netns', 'del', `chainrule-${i + 1}`],
      ]) {
        try {
          ip(...args);
        } catch {
          // It is not there.
        }
      }
    }
    try {
      ip('link', 'del', bridge);
    } catch {
      // It is not there.
    }
  }
}
