import { LRUCache } from 'lru-cache';

interface Bounds {
  /** Most texts that are kept. */
  readonly max: number;
  /** Most characters of all kept texts together, in UTF-16 code units. */
  readonly maxSize: number;
  /** Longest text that is kept: longer ones hardly occur again. */
  readonly maxEntrySize: number;
}

/** A few thousand words make up nearly all of what people say. */
const WORDS: Bounds = { max: 20_000, maxSize: 240_000, maxEntrySize: 24 };

/** What is said in one turn, for a function that is called several times for a turn while a call is worked on. */
export const TURNS: Bounds = { max: 4_000, maxSize: 1_000_000, maxEntrySize: 1_000 };

/** A text is used from a cache for at most this time, and is removed at the latest one purge interval later. */
export const TEXT_TTL_MS = 10 * 60_000;
export const PURGE_INTERVAL_MS = 60_000;

type TextCache = Pick<LRUCache<string, object>, 'size' | 'calculatedSize' | 'clear' | 'purgeStale'>;

const caches: TextCache[] = [];
let purgeTimer: NodeJS.Timeout | null = null;

const purge = (): void => {
  purgeTimer = null;
  for (const cache of caches) cache.purgeStale();
  if (caches.some(({ size }) => size > 0)) schedulePurge();
};

/** Removes expired texts even if they are never asked for again. The timer does not keep the process running. */
const schedulePurge = (): void => {
  purgeTimer ??= setTimeout(purge, PURGE_INTERVAL_MS).unref();
};

/** Empties all caches of this process (or worker thread) that hold words of calls. */
export const clearTextCaches = (): void => {
  for (const cache of caches) cache.clear();
  if (purgeTimer !== null) clearTimeout(purgeTimer);
  purgeTimer = null;
};

/** What all caches of this process hold together. */
export const textCacheUsage = (): { readonly texts: number; readonly characters: number } => ({
  texts: caches.reduce((sum, { size }) => sum + size, 0),
  characters: caches.reduce((sum, { calculatedSize }) => sum + calculatedSize, 0),
});

/**
 * Caches the results of a pure function of a text. The caches hold words of calls of all organizations, so they are
 * bounded in number, size and age, and `clearTextCaches` empties them. When a cache is full, the oldest text makes room:
 * tracking the last use costs more on this path than it saves.
 */
export const memoize = <Found>(read: (text: string) => Found, bounds = WORDS): ((text: string) => Found) => {
  // Boxed, because the cache takes no null.
  const cache = new LRUCache<string, { readonly found: Found }>({
    ...bounds,
    ttl: TEXT_TTL_MS,
    ttlResolution: 1_000,
    // Looked up at each use, so that tests can move the clock.
    perf: { now: () => performance.now() },
    sizeCalculation: (_boxed, text) => Math.max(1, text.length),
  });
  caches.push(cache);
  return (text) => {
    const known = cache.peek(text);
    if (known !== undefined) return known.found;
    const found = read(text);
    if (text.length > bounds.maxEntrySize) return found;
    // A slice keeps the text that it was cut from in memory, so the key is a copy.
    cache.set(text.split('').join(''), { found });
    schedulePurge();
    return found;
  };
};
