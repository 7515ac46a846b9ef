/** Limits how many tasks run at a time; waiting tasks start in the order of their arrival. */
export interface Semaphore {
  enter<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Whether no task runs or waits. */
  isIdle(): boolean;
}

export const openSemaphore = (places: number): Semaphore => {
  const waiting: (() => void)[] = [];
  let free = places;
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return {
    enter: async (work) => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        leave();
      }
    },
    isIdle: () => free === places,
  };
};

/** Limits how many tasks of each key run at a time. */
export interface KeyedSemaphore {
  enter<Result>(key: string, work: () => Promise<Result>): Promise<Result>;
}

/** Each key has its own queue: the waiting tasks of one organization hold no connection that others need. */
export const openKeyedSemaphore = (places: number): KeyedSemaphore => {
  const semaphores = new Map<string, Semaphore>();
  return {
    enter: async (key, work) => {
      const semaphore = semaphores.get(key) ?? openSemaphore(places);
      semaphores.set(key, semaphore);
      try {
        return await semaphore.enter(work);
      } finally {
        if (semaphore.isIdle()) semaphores.delete(key);
      }
    },
  };
};
