/** A file name for one of several calls: by its id or title where that can name a file, else by its number (`at` counts from 0). */
export function partName(named: string | undefined, at: number, extension: string): string {
  const safe = (named ?? '')
    .slice(0, 80)
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return `${safe === '' ? `call-${at + 1}` : safe}.${extension}`;
}
