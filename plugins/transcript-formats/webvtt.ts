import type { Cue, ParsedMetadata, ParseResult, TranscriptParser, TranscriptSource } from 'debrief/plugin-api';
import type { Line } from './lines.js';
import { readLabeledCues } from './read-labeled-cues.js';
import { hasVoiceTag, readVoices } from './read-payload.js';
import { parsed, unreadableTimes } from './results.js';
import { tokenizeCues, type TimedBlock } from './tokenize-cues.js';

const SIGNATURE = /^[\s\uFEFF]{0,20}WEBVTT(?=$|[ \t\r\n])/;
const TIMING = /\d:\d{1,2}(?:[.,]\d{1,9})?[ \t]{0,8}-->[ \t]{0,8}-?\d/;

/** `<utterance>/<part>-<piece>`: pieces of one utterance share what stands before the last dash. */
const utteranceOf = (id: string | null): string | null =>
  /^([0-9a-f-]{36}\/\d{1,9})-\d{1,9}$/i.exec(id ?? '')?.[1] ?? null;

function readVoiceCues(text: string, blocks: readonly TimedBlock[]): Cue[] {
  let before: string | null = null;
  return blocks.flatMap((block) => {
    const utterance = utteranceOf(block.id);
    const continues = utterance !== null && utterance === before;
    before = utterance;
    return readVoices(text, block.lines).map((voice, at): Cue => ({
      speaker: voice.name,
      text: voice.text,
      startMs: block.startMs,
      endMs: block.endMs,
      offset: voice.offset,
      ...(continues && at === 0 ? { continues } : {}),
    }));
  });
}

function readMetadata(header: readonly Line[]): ParsedMetadata {
  const title = /^[\s\uFEFF]*WEBVTT\s*[-–]?\s*(\S.*)$/.exec(header[0]?.text.slice(0, 300) ?? '')?.[1]?.trim();
  const language = header.map((line) => /^Language:\s*([A-Za-z]{2,3}(?:-[A-Za-z\d-]{2,20})?)\s*$/.exec(line.text)?.[1]);
  const stated = language.find((tag) => tag !== undefined);
  return { ...(title ? { title } : {}), ...(stated ? { language: stated } : {}) };
}

function parse({ text }: TranscriptSource): ParseResult {
  const { header, blocks, unreadableTimes: unread } = tokenizeCues(text, { numericIds: false });
  const cues = hasVoiceTag(text) ? readVoiceCues(text, blocks) : readLabeledCues(blocks);
  return parsed(cues, { metadata: readMetadata(header), warnings: unreadableTimes(unread) });
}

/** WebVTT: plain captions, Zoom (`Name: text`), Teams and podcasts (`<v Name>`), Microsoft Graph with unpadded times. */
export const webvtt: TranscriptParser = {
  format: 'webvtt',
  description: 'WebVTT captions (.vtt), also from Zoom and Teams',
  detect({ text }) {
    if (SIGNATURE.test(text)) return 1;
    const head = text.slice(0, 20_000);
    return TIMING.test(head) && hasVoiceTag(head) ? 0.85 : 0;
  },
  parse,
};
