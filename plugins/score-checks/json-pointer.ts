/** A JSON pointer (RFC 6901) from its parts: `/dimensions/problem/evidence/0/quote`. */
export const jsonPointer = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
