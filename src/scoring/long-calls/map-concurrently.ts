type Task<Result> = () => Promise<Result>;

/** What is to be done, what came of it, and what went wrong, by position. */
interface Board<Result> {
  readonly waiting: number[];
  readonly results: Map<number, Result>;
  readonly errors: Map<number, unknown>;
}

const drive = async <Result>(
  tasks: readonly Task<Result>[],
  { waiting, results, errors }: Board<Result>,
  isTurn: (error: unknown) => boolean,
): Promise<void> => {
  while (![...errors.values()].some((error) => !isTurn(error))) {
    const at = waiting.shift();
    const task = at === undefined ? undefined : tasks[at];
    if (at === undefined || !task) return;
    try {
      results.set(at, await task());
      errors.delete(at);
    } catch (error) {
      errors.set(at, error);
      if (isTurn(error)) waiting.unshift(at); // for a lane that has its turn
      return;
    }
  }
};

/**
 * Does tasks in their order, at most `width` side by side. After a failure none is begun, and those under way are waited
 * for. A task for which it was not the turn yet closes its lane and is left to the others: there is room for fewer.
 * @returns the results in the order of the tasks
 * @throws the failure of the first task that has none but that
 */
export const mapConcurrently = async <Result>(
  tasks: readonly Task<Result>[],
  width: number,
  isTurn: (error: unknown) => boolean,
): Promise<readonly Result[]> => {
  const board: Board<Result> = { waiting: [...tasks.keys()], results: new Map(), errors: new Map() };
  await Promise.all(Array.from({ length: width }, () => drive(tasks, board, isTurn)));
  const [failed] = [...board.errors.keys()].toSorted((a, b) => a - b);
  if (failed !== undefined) throw board.errors.get(failed);
  return tasks.flatMap((_task, at) => {
    const result = board.results.get(at);
    return result === undefined ? [] : [result];
  });
};
