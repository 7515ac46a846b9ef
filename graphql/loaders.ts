import DataLoader from 'dataloader';
import type { Uses } from '../src/scope/scope.js';

type Ports = Uses<'reads'>;
type Read<Row> = (scope: Ports, keys: readonly string[]) => Promise<Row[]>;

/** Finds something by its key, in one statement for all keys that a round of resolvers asks for. */
export interface Loader<Found> {
  open(scope: Ports): DataLoader<string, Found>;
}

const MAX_KEYS = 500;

const loader = <Found>(find: (scope: Ports, keys: readonly string[]) => Promise<Found[]>) => ({
  open: (scope: Ports) => new DataLoader<string, Found>((keys) => find(scope, keys), { maxBatchSize: MAX_KEYS }),
});

const idOf = ({ id }: { readonly id: string }): string => id;

/** A loader of the one row of a key, or null. */
export const loadOneBy = <Row>(read: Read<Row>, keyOf: (row: Row) => string): Loader<Row | null> =>
  loader(async (scope, keys) => {
    const rows = new Map((await read(scope, keys)).map((row) => [keyOf(row), row]));
    return keys.map((key) => rows.get(key) ?? null);
  });

/** A loader of the row of an id, or null. */
export const loadOne = <Row extends { readonly id: string }>(read: Read<Row>): Loader<Row | null> =>
  loadOneBy(read, idOf);

/** A loader of all rows of a key. */
export const loadMany = <Row>(read: Read<Row>, keyOf: (row: Row) => string): Loader<readonly Row[]> =>
  loader(async (scope, keys) => {
    const groups = Map.groupBy(await read(scope, keys), keyOf);
    return keys.map((key) => groups.get(key) ?? []);
  });

/** The loaders of one operation. */
export interface Loaders {
  load<Found>(loader: Loader<Found>, key: string): Promise<Found>;
}

/** Created for each operation: nothing is cached across requests or organizations. */
export const openLoaders = (scope: Ports): Loaders => {
  const opened = new Map<Loader<unknown>, DataLoader<string, unknown>>();
  return {
    load: <Found>(asked: Loader<Found>, key: string): Promise<Found> => {
      // Only this function writes to the map: under a loader is what that loader opened.
      const open = (opened.get(asked) as DataLoader<string, Found> | undefined) ?? asked.open(scope);
      opened.set(asked, open);
      return open.load(key);
    },
  };
};
