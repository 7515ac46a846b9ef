import type { Cue } from 'debrief/plugin-api';
import { plainText } from './read-payload.js';
import type { TimedBlock } from './tokenize-cues.js';

const ID = /^\d{1,9} "([^"]*)" \(\d+\)$/;

export const isWebexId = (id: string | null): boolean => ID.test(id ?? '');

/** Webex names the speaker in the id of the cue: `2 "Ann Lee" (1262511360)`. An empty name is nobody that is known. */
export const readWebexCues = (source: string, blocks: readonly TimedBlock[]): Cue[] =>
  blocks.flatMap(({ id, startMs, endMs, lines: [first, ...rest] }): Cue[] => {
    if (!first) return [];
    const offset = [first.start, (rest.at(-1) ?? first).end] as const;
    const text = plainText(source.slice(...offset));
    const speaker = plainText(ID.exec(id ?? '')?.[1] ?? '') || null;
    return text === '' ? [] : [{ speaker, text, startMs, endMs, offset }];
  });
