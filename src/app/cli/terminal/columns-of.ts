interface Stream {
  readonly columns?: number;
}

/** Width of a terminal; null where nobody knows it. Some terminals say 0. */
export const columnsOf = ({ columns = 0 }: Stream): number | null => (columns > 0 ? columns : null);
