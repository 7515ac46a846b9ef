import { cleanUnicode } from '../../text/clean-unicode.js';

const MAX_NAME = 200;
const MAX_PATH = 300;

const clean = (text: string): string => cleanUnicode(text).trim();

/** Last part of a name as some client sent it, fit to be shown; never used as a path. */
export const displayName = (fileName: string): string => {
  const last = clean(fileName).split(/[/\\]/).at(-1)?.trim() ?? '';
  return last === '' ? 'transcript' : last.slice(0, MAX_NAME).toWellFormed();
};

/** Where a file stood in an upload, `week 3/call.vtt`, fit to be shown; its end, where that is too long. */
export const displayPath = (path: string): string => {
  const parts = clean(path)
    .split(/[/\\]/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.length === 0 ? 'transcript' : parts.join('/').slice(-MAX_PATH).toWellFormed();
};
