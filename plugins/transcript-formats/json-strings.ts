/** Span of the characters between the quotation marks of a JSON string, UTF-16 code units, end exclusive. */
export type Span = readonly [start: number, end: number];

function closingQuote(source: string, from: number): number {
  for (let at = from; at < source.length; at += 1) {
    const character = source[at];
    if (character === '"') return at;
    if (character === '\\') at += 1;
  }
  return source.length;
}

/** Spans of all string values under `key`, in the order of the document. JSON.parse knows no positions; inside strings the key's quotes are escaped, so only true keys match. */
export function stringSpans(source: string, key: string): Span[] {
  const spans: Span[] = [];
  const pattern = new RegExp(String.raw`"${key}"\s{0,40}:\s{0,40}"`, 'g');
  for (let found = pattern.exec(source); found; found = pattern.exec(source)) {
    const end = closingQuote(source, pattern.lastIndex);
    spans.push([pattern.lastIndex, end]);
    pattern.lastIndex = end;
  }
  return spans;
}

/** The value that a span of a document that parsed holds. */
export const spanValue = (source: string, [start, end]: Span): string =>
  String(JSON.parse(`"${source.slice(start, end)}"`));
