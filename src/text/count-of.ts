/** `1 call`, `2 calls`: a count with its noun, which takes an s. */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
