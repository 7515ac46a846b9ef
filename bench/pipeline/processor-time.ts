import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const MS_PER_TICK = 10;

interface ProcessFacts {
  readonly parent: number;
  /** Own time and that of ended children, in ms. */
  readonly ms: number;
}

const factsOf = (pid: number): ProcessFacts | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, utime = 0, stime = 0, cutime = 0, cstime = 0] = [1, 11, 12, 13, 14].map((at) => fields[at]);
    return { parent, ms: (utime + stime + cutime + cstime) * MS_PER_TICK };
  } catch {
    return null;
  }
};

const peakOf = (pid: number): number => {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

export interface TreeFacts {
  /** Processor time of a process and all below it, ended ones too, in ms. */
  readonly cpuMs: number;
  /** Largest resident memory of any one of them so far, in MiB. */
  readonly peakMiB: number;
}

/** What a process and its descendants have used so far. Linux only: read from /proc. */
export const treeFacts = (root: number): TreeFacts => {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const facts = new Map(pids.flatMap((pid) => (factsOf(pid) ? [[pid, factsOf(pid)] as const] : [])));
  const family = [root];
  for (const pid of family) for (const [child, one] of facts) if (one?.parent === pid) family.push(child);
  return {
    cpuMs: family.reduce((sum, pid) => sum + (facts.get(pid)?.ms ?? 0), 0),
    peakMiB: Math.max(...family.map(peakOf)),
  };
};
