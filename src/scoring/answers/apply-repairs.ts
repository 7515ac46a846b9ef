import type { Repair } from '../../plugin-api/index.js';

type Container = Record<string, unknown> | unknown[];

const segmentsOf = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

const containerAt = (root: unknown, segments: readonly string[]): Container | null => {
  let at: unknown = root;
  for (const segment of segments) {
    if (!isContainer(at) || !Object.hasOwn(at, segment)) return null;
    at = (at as Record<string, unknown>)[segment];
  }
  return isContainer(at) ? at : null;
};

const applyOne = (root: unknown, repair: Repair): void => {
  const segments = segmentsOf(repair.path);
  const last = segments.at(-1);
  const container = containerAt(root, segments.slice(0, -1));
  if (container === null || last === undefined || !Object.hasOwn(container, last)) return;
  if (repair.op === 'replace') (container as Record<string, unknown>)[last] = structuredClone(repair.value);
  else if (Array.isArray(container)) container.splice(Number(last), 1);
  else Reflect.deleteProperty(container, last);
};

/** Later items of a list first, so that removing one does not shift the next. */
const fromTheEnd = (a: Repair, b: Repair): number => b.path.localeCompare(a.path, 'en', { numeric: true });

/** The output with the repairs applied, a copy where there are any; a repair of a place that does not exist is skipped. */
export const applyRepairs = <Output>(output: Output, repairs: readonly Repair[]): Output => {
  if (repairs.length === 0) return output;
  const copy = structuredClone(output);
  for (const repair of repairs.filter(({ op }) => op === 'replace')) applyOne(copy, repair);
  for (const repair of repairs.filter(({ op }) => op === 'remove').toSorted(fromTheEnd)) applyOne(copy, repair);
  return copy;
};
