const fact = (error: unknown, name: 'code' | 'message'): string => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : '';
};

/** The code of a system error or SQLSTATE, else ''. By shape: an error of another realm is no `instanceof Error`. */
export const codeOf = (error: unknown): string => fact(error, 'code');

export const messageOf = (error: unknown): string => fact(error, 'message');
