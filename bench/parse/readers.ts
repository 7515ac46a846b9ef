import { parse as parsePlussub } from '@plussub/srt-vtt-parser';
import { parseText } from 'media-captions';
import nodeWebvtt from 'node-webvtt';
import { parseSync } from 'subtitle';
import webvttParser from 'webvtt-parser';
import { srt } from '../../plugins/transcript-formats/captions/srt.js';
import { webvtt } from '../../plugins/transcript-formats/captions/webvtt.js';

export type CaptionKind = 'vtt' | 'srt';

export interface ReadCue {
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
}

/** A parser under measurement: `parse` is timed; `toCues` converts its result afterwards. */
interface Reader<T> {
  readonly kinds: readonly CaptionKind[];
  readonly parse: (text: string, kind: CaptionKind) => T | Promise<T>;
  readonly toCues: (answer: T) => readonly ReadCue[];
}

export interface NamedReader {
  readonly name: string;
  readonly kinds: readonly CaptionKind[];
  /** Parses, and returns a function that reads the cues, so that only the parsing is timed. */
  read(text: string, kind: CaptionKind): Promise<() => readonly ReadCue[]>;
}

const named = <T>(name: string, { kinds, parse, toCues }: Reader<T>): NamedReader => ({
  name,
  kinds,
  async read(text, kind) {
    const answer = await parse(text, kind);
    return () => toCues(answer);
  },
});

const toMs = (seconds: number): number => Math.round(seconds * 1000);
const BOTH: readonly CaptionKind[] = ['vtt', 'srt'];

const debrief = named('debrief', {
  kinds: BOTH,
  parse: (text, kind) => {
    const result = { vtt: webvtt, srt }[kind].parse({ text, bytes: new Uint8Array(), encoding: 'utf-8' }, {});
    if (result.outcome !== 'PARSED') throw new Error(result.outcome === 'REFUSED' ? result.code : result.outcome);
    return result.cues;
  },
  toCues: (cues) => cues.map((cue) => ({ startMs: cue.startMs ?? NaN, endMs: cue.endMs ?? NaN, text: cue.text })),
});

const libraries: readonly NamedReader[] = [
  named('node-webvtt', {
    kinds: ['vtt'],
    parse: (text) => nodeWebvtt.parse(text, { meta: true, strict: false }).cues,
    toCues: (cues) => cues.map(({ start, end, text }) => ({ startMs: toMs(start), endMs: toMs(end), text })),
  }),
  named('@plussub/srt-vtt-parser', {
    kinds: BOTH,
    parse: (text) => parsePlussub(text).entries,
    toCues: (entries) => entries.map(({ from, to, text }) => ({ startMs: from, endMs: to, text })),
  }),
  named('subtitle', {
    kinds: BOTH,
    parse: (text) => parseSync(text),
    toCues: (nodes) =>
      nodes.flatMap((node) =>
        node.type === 'cue' ? [{ startMs: node.data.start, endMs: node.data.end, text: node.data.text }] : [],
      ),
  }),
  named('media-captions', {
    kinds: BOTH,
    parse: async (text, kind) => (await parseText(text, { type: kind })).cues,
    toCues: (cues) =>
      cues.map(({ startTime, endTime, text }) => ({ startMs: toMs(startTime), endMs: toMs(endTime), text })),
  }),
  named('webvtt-parser', {
    kinds: ['vtt'],
    parse: (text) => new webvttParser.WebVTTParser().parse(text).cues,
    toCues: (cues) =>
      cues.map(({ startTime, endTime, text }) => ({ startMs: toMs(startTime), endMs: toMs(endTime), text })),
  }),
];

/** Only the text in memory: the peak that the others are compared with. */
const floor = named('(text alone)', { kinds: BOTH, parse: () => [], toCues: () => [] });

export const OURS = debrief.name;
export const FLOOR = floor.name;

/** Ours first, then the libraries, each with its most tolerant options. */
export const READERS: readonly NamedReader[] = [debrief, ...libraries];

export const readerNamed = (name: string): NamedReader => {
  const reader = [...READERS, floor].find((candidate) => candidate.name === name);
  if (!reader) throw new Error(`no reader ${name}`);
  return reader;
};
