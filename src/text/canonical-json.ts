const inOrder = (_key: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  // By code units, as `<` compares: no locale has a say.
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
};

/** JSON with the keys of every object in order: equal values give equal text. What JSON has no word for is left out. */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, inOrder);
