type Task<Result> = () => Promise<Result>;

/** Positions of the waiting tasks, and results and errors by position. */
interface State<Result> {
  readonly waiting: number[];
  readonly results: Map<number, Result>;
  readonly errors: Map<number, unknown>;
}

const drive = async <Result>(
  tasks: readonly Task<Result>[],
  { waiting, results, errors }: State<Result>,
  mustWait: (error: unknown) => boolean,
): Promise<void> => {
  while (![...errors.values()].some((error) => !mustWait(error))) {
    const at = waiting.shift();
    const task = at === undefined ? undefined : tasks[at];
    if (at === undefined || !task) return;
    try {
      results.set(at, await task());
      errors.delete(at);
    } catch (error) {
      errors.set(at, error);
      if (mustWait(error)) waiting.unshift(at); // for a loop that is still running
      return;
    }
  }
};

/**
 * Runs tasks in their order, at most `concurrency` at a time. After a failure no further task is started, and the running
 * ones are awaited. A task that must wait lowers the concurrency by one and is left to the other loops.
 * @param mustWait whether an error only says that the task has to wait for its turn
 * @returns the results in the order of the tasks
 * @throws the error of the first task without a result
 */
export const mapConcurrently = async <Result>(
  tasks: readonly Task<Result>[],
  concurrency: number,
  mustWait: (error: unknown) => boolean,
): Promise<readonly Result[]> => {
  const state: State<Result> = { waiting: [...tasks.keys()], results: new Map(), errors: new Map() };
  await Promise.all(Array.from({ length: concurrency }, () => drive(tasks, state, mustWait)));
  const [failed] = [...state.errors.keys()].toSorted((a, b) => a - b);
  if (failed !== undefined) throw state.errors.get(failed);
  return tasks.flatMap((_task, at) => {
    const result = state.results.get(at);
    return result === undefined ? [] : [result];
  });
};
