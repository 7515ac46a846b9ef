import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const MS_PER_TICK = 10;

interface ProcessFacts {
  readonly parent: number;
  /** Own time and that of ended children, in ms. */
  readonly ms: number;
}

const factsOf = (pid: number): ProcessFacts => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0, utime = 0, stime = 0, cutime = 0, cstime = 0] = [1, 11, 12, 13, 14].map((at) => fields[at]);
  return { parent, ms: (utime + stime + cutime + cstime) * MS_PER_TICK };
};

const peakOf = (pid: number): number => {
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (peak === undefined) throw new Error(`Process ${pid} does not report its memory.`);
  return Number(peak) / 1024;
};

/** Other processes may end while they are read: they are left out. */
const unlessGone = <Found>(read: () => Found): Found[] => {
  try {
    return [read()];
  } catch {
    // The process has ended.
    return [];
  }
};

export interface TreeFacts {
  /** Processor time of a process and its descendants, including ended ones, in ms. */
  readonly cpuMs: number;
  /** Largest resident memory of any of them so far, in MiB. */
  readonly peakMiB: number;
}

/** Resources that a process and its descendants have used so far. Linux only: reads /proc. */
export const treeFacts = (root: number): TreeFacts => {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const facts = new Map(pids.flatMap((pid) => unlessGone(() => [pid, factsOf(pid)] as const)));
  facts.set(root, factsOf(root));
  const family = [root];
  for (const pid of family) for (const [child, { parent }] of facts) if (parent === pid) family.push(child);
  return {
    cpuMs: family.reduce((sum, pid) => sum + (facts.get(pid)?.ms ?? 0), 0),
    peakMiB: Math.max(peakOf(root), ...family.flatMap((pid) => unlessGone(() => peakOf(pid)))),
  };
};
