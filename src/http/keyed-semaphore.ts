/** Limits how many tasks of each key run at a time; waiting tasks start in the order of their arrival. */
export interface KeyedSemaphore {
  enter<Result>(key: string, work: () => Promise<Result>): Promise<Result>;
}

interface Queue {
  free: number;
  readonly waiting: (() => void)[];
}

/** Each key has its own queue: the waiting tasks of one organization hold no connection that others need. */
export const openKeyedSemaphore = (places: number): KeyedSemaphore => {
  const queues = new Map<string, Queue>();

  const queueOf = (key: string): Queue => {
    const queue = queues.get(key) ?? { free: places, waiting: [] };
    queues.set(key, queue);
    return queue;
  };
  const leave = (key: string, queue: Queue): void => {
    const next = queue.waiting.shift();
    if (next) return next();
    queue.free += 1;
    if (queue.free === places) queues.delete(key);
  };
  return {
    enter: async (key, work) => {
      const queue = queueOf(key);
      if (queue.free > 0) queue.free -= 1;
      else await new Promise<void>((resolve) => queue.waiting.push(resolve));
      try {
        return await work();
      } finally {
        leave(key, queue);
      }
    },
  };
};
