import { CAPTIONS } from '../shared/families.js';
import type { ParsedMetadata, ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import type { Line } from '../shared/lines.js';
import { readCaptions } from './read-captions.js';
import { hasVoiceTag } from './read-payload.js';
import { parsed, setAside, warnUnreadableTimes } from '../shared/results.js';
import { tokenizeCues } from './tokenize-cues.js';

const SIGNATURE = /^[\s\uFEFF]{0,20}WEBVTT(?=$|[ \t\r\n])/;
const TIMING = /\d:\d{1,2}(?:[.,]\d{1,9})?[ \t]{0,8}-->[ \t]{0,8}-?\d/;

function readMetadata(header: readonly Line[]): ParsedMetadata {
  const title = /^[\s\uFEFF]*WEBVTT\s*[-–]?\s*(\S.*)$/.exec(header[0]?.text.slice(0, 300) ?? '')?.[1]?.trim();
  const languages = header.map(({ text }) => /^Language:\s*([a-z]{2,3}(?:-[a-z\d-]{2,20})?)\s*$/i.exec(text)?.[1]);
  const language = languages.find((tag) => tag !== undefined);
  return { ...(title ? { title } : {}), ...(language ? { language } : {}) };
}

function parse({ text }: TranscriptSource): ParseResult {
  const { header, blocks, unreadableTimes: unread, asides } = tokenizeCues(text, { numericIds: false });
  const { cues, metadata, setAside: among } = readCaptions(text, blocks);
  return parsed(cues, {
    metadata: { ...readMetadata(header), ...metadata },
    warnings: warnUnreadableTimes(unread),
    setAside: [...setAside('METADATA', asides), ...among],
  });
}

/** WebVTT: plain captions, Zoom, Teams, Microsoft Graph, Webex, YouTube, podcasts. */
export const webvtt: TranscriptParser = {
  format: 'webvtt',
  description: 'WebVTT captions (.vtt), also from Zoom, Teams, Webex and YouTube',
  extensions: ['vtt'],
  family: CAPTIONS,
  detect({ text }) {
    if (SIGNATURE.test(text)) return 1;
    const head = text.slice(0, 20_000);
    return TIMING.test(head) && hasVoiceTag(head) ? 0.85 : 0;
  },
  parse,
};
