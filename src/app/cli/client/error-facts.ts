interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  /** Of the error or of what caused it, e.g. `ECONNREFUSED`. */
  readonly code: string | null;
}

const MAX_CAUSES = 5;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What anything thrown says of itself. Not by `instanceof`: errors of Node's own come from other realms too. */
export const errorFacts = (thrown: unknown, depth = 0): ErrorFacts => {
  if (typeof thrown !== 'object' || thrown === null) return { name: '', message: String(thrown), code: null };
  const { name, message, code, cause } = thrown as Readonly<Record<string, unknown>>;
  const below = cause === undefined || depth >= MAX_CAUSES ? null : errorFacts(cause, depth + 1).code;
  return { name: textOf(name), message: textOf(message), code: typeof code === 'string' ? code : below };
};
