/** The folded text of several turns, one after the other: what folding their joined text gives. */
export const joinFolded = (turns: readonly { readonly folded: string }[]): string =>
  turns
    .map(({ folded }) => folded)
    .filter((folded) => folded !== '')
    .join(' ');
