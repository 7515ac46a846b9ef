import { CAPTIONS } from '../shared/families.js';
import type { ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import { readCaptions } from './read-captions.js';
import { parsed, warnUnreadableTimes } from '../shared/results.js';
import { tokenizeCues } from './tokenize-cues.js';

/** How many characters detection reads. */
const HEAD = 20_000;
const TIMES = /^\d{1,3}:\d{2}:\d{2}\.\d{1,3},\d{1,3}:\d{2}:\d{2}\.\d{1,3}[ \t]{0,8}$/gm;
const FIRST = /^[\s\uFEFF]{0,20}\d{1,3}:\d{2}:\d{2}\.\d{1,3},\d{1,3}:\d{2}:\d{2}\.\d{1,3}[ \t]{0,8}[\r\n]/;

function parse({ text }: TranscriptSource): ParseResult {
  const { blocks, unreadableTimes: unread } = tokenizeCues(text, { numericIds: true, separator: ',' });
  const { cues, metadata } = readCaptions(text, blocks);
  return parsed(cues, { metadata, warnings: warnUnreadableTimes(unread) });
}

/** SubViewer as YouTube exports it: `0:00:00.599,0:00:04.160` above the words. */
export const sbv: TranscriptParser = {
  format: 'sbv',
  description: 'YouTube subtitles (.sbv)',
  extensions: ['sbv'],
  family: CAPTIONS,
  detect: ({ text }) => (FIRST.test(text) ? 1 : (text.slice(0, HEAD).match(TIMES)?.length ?? 0) >= 2 ? 0.97 : 0),
  parse,
};
