/** Lets so many pieces of work of each owner in at a time, in the order in which they come. */
export interface KeyedSemaphore {
  enter<Result>(owner: string, work: () => Promise<Result>): Promise<Result>;
}

interface Line {
  free: number;
  readonly waiting: (() => void)[];
}

/** One owner's crowd waits in its own line, so that it takes no connection that others need. */
export const openKeyedSemaphore = (places: number): KeyedSemaphore => {
  const lines = new Map<string, Line>();

  const lineOf = (owner: string): Line => {
    const line = lines.get(owner) ?? { free: places, waiting: [] };
    lines.set(owner, line);
    return line;
  };
  const leave = (owner: string, line: Line): void => {
    const next = line.waiting.shift();
    if (next) return next();
    line.free += 1;
    if (line.free === places) lines.delete(owner);
  };
  return {
    enter: async (owner, work) => {
      const line = lineOf(owner);
      if (line.free > 0) line.free -= 1;
      else await new Promise<void>((resolve) => line.waiting.push(resolve));
      try {
        return await work();
      } finally {
        leave(owner, line);
      }
    },
  };
};
