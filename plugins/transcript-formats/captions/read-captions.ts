import type { Cue, ParsedMetadata, SetAside } from 'debrief/plugin-api';
import { isGraphMetadata, readGraphMetadata } from './graph-metadata.js';
import { readLabeledCues } from './read-labeled-cues.js';
import type { TimedBlock } from './tokenize-cues.js';
import { hasVoiceTag, plainText, readVoices } from './read-payload.js';
import { setAside } from '../shared/results.js';
import type { Line } from '../shared/lines.js';

/** Where captions have their speakers, if they have any. */
type CaptionDialect =
  /** JSON payloads of Microsoft Graph. */
  | 'GRAPH_METADATA'
  /** `<v Name>`: Teams, podcasts. */
  | 'VOICES'
  /** In the cues' ids. */
  | 'WEBEX'
  /** Automatic captions that repeat each line; changes of speaker are marked at best. */
  | 'ROLLING'
  /** `Name: text`, or nothing: Zoom, subtitles. */
  | 'LABELS';

const SAMPLE = 20;

function isWebex(blocks: readonly TimedBlock[]): boolean {
  const sample = blocks.slice(0, SAMPLE);
  return sample.length > 0 && sample.filter(({ id }) => isWebexId(id)).length >= sample.length / 2;
}

/** Recognizes the caption dialect by the content of the cues. */
export function captionDialect(source: string, blocks: readonly TimedBlock[]): CaptionDialect {
  if (isGraphMetadata(blocks)) return 'GRAPH_METADATA';
  if (hasVoiceTag(source)) return 'VOICES';
  if (isWebex(blocks)) return 'WEBEX';
  return isRolling(blocks) ? 'ROLLING' : 'LABELS';
}

const ID = /^\d{1,9} "([^"]*)" \(\d+\)$/;

const isWebexId = (id: string | null): boolean => ID.test(id ?? '');

/** Webex names the speaker in the id of the cue: `2 "Ann Lee" (1262511360)`. An empty name means an unknown speaker. */
const readWebexCues = (source: string, blocks: readonly TimedBlock[]): Cue[] =>
  blocks.flatMap(({ id, startMs, endMs, lines: [first, ...rest] }): Cue[] => {
    if (!first) return [];
    const offset = [first.start, (rest.at(-1) ?? first).end] as const;
    const text = plainText(source.slice(...offset));
    const speaker = plainText(ID.exec(id ?? '')?.[1] ?? '') || null;
    return text === '' ? [] : [{ speaker, text, startMs, endMs, offset }];
  });

/** `<utterance>/<part>-<piece>`: pieces of one utterance share everything before the last dash. */
const utteranceOf = (id: string | null): string | null =>
  /^([0-9a-f-]{36}\/\d{1,9})-\d{1,9}$/i.exec(id ?? '')?.[1] ?? null;

/**
 * Cues whose speakers are in voice tags (Teams, podcasts): a cue with several voices becomes several cues, and pieces of one utterance are
 * joined.
 */
function readVoiceCues(source: string, blocks: readonly TimedBlock[]): Cue[] {
  let before: string | null = null;
  return blocks.flatMap(({ id, startMs, endMs, lines }) => {
    const utterance = utteranceOf(id);
    const continues = utterance !== null && utterance === before;
    before = utterance;
    return readVoices(source, lines).map(({ name, text, offset }, at): Cue => ({
      speaker: name,
      text,
      startMs,
      endMs,
      offset,
      ...(continues && at === 0 ? { continues } : {}),
    }));
  });
}

interface CaptionReading {
  readonly cues: readonly Cue[];
  readonly metadata: ParsedMetadata;
  /** Lines that are not speech, or are shown once more. */
  readonly setAside: readonly SetAside[];
}

const ROLLING_SAMPLE = 400;

const wordsOf = (lines: readonly Line[]): string[] =>
  lines.map(({ text }) => plainText(text)).filter((text) => text !== '');

/** Whether each cue begins with the line that the cue before it ended with, as automatic captions roll up the screen. */
function isRolling(blocks: readonly TimedBlock[]): boolean {
  const shown = blocks.slice(0, ROLLING_SAMPLE).map(({ lines }) => wordsOf(lines));
  const repeats = shown.filter((lines, at) => at > 0 && lines.length > 0 && lines[0] === shown[at - 1]?.at(-1)).length;
  return repeats >= 3 && repeats >= (shown.length - 1) / 2;
}

/** How many of the first lines were the last lines of the cue before. */
function repeated(lines: readonly string[], before: readonly string[]): number {
  for (let count = Math.min(lines.length, before.length, 4); count > 0; count -= 1) {
    const tail = before.slice(-count);
    if (tail.every((line, at) => line === lines[at])) return count;
  }
  return 0;
}

/** Cues with the lines that are new in them only: what rolls up a second time was said once. Cues that show nothing new are left out. */
function readRollingCues(blocks: readonly TimedBlock[]): CaptionReading {
  const again: Line[] = [];
  let before: string[] = [];
  const shownOnce = blocks.flatMap((block): TimedBlock[] => {
    const lines = block.lines.filter(({ text }) => plainText(text) !== '');
    const shown = wordsOf(lines);
    const count = repeated(shown, before);
    const fresh = lines.slice(count);
    again.push(...lines.slice(0, count));
    before = shown;
    const { id, startMs, endMs } = block;
    return fresh.length === 0 ? [] : [{ id, startMs, endMs, lines: fresh }];
  });
  return { cues: readLabeledCues(shownOnce), metadata: {}, setAside: setAside('REPEATED', again) };
}

/** Reads the cues of captions in their dialect. Zero-length and reversed times are not repaired here. */
export function readCaptions(source: string, blocks: readonly TimedBlock[]): CaptionReading {
  switch (captionDialect(source, blocks)) {
    case 'GRAPH_METADATA':
      return {
        ...readGraphMetadata(source, blocks),
        setAside: setAside(
          'METADATA',
          blocks.flatMap(({ lines }) => lines),
        ),
      };
    case 'VOICES':
      return { cues: readVoiceCues(source, blocks), metadata: {}, setAside: [] };
    case 'WEBEX':
      return { cues: readWebexCues(source, blocks), metadata: {}, setAside: [] };
    case 'ROLLING':
      return readRollingCues(blocks);
    case 'LABELS':
      return { cues: readLabeledCues(blocks), metadata: {}, setAside: [] };
  }
}
