import type { Cue } from 'debrief/plugin-api';
import { readVoices } from './read-payload.js';
import type { TimedBlock } from './tokenize-cues.js';

/** `<utterance>/<part>-<piece>`: pieces of one utterance share what stands before the last dash. */
const utteranceOf = (id: string | null): string | null =>
  /^([0-9a-f-]{36}\/\d{1,9})-\d{1,9}$/i.exec(id ?? '')?.[1] ?? null;

/** Cues whose speakers stand in voice tags (Teams, podcasts): several in one cue where it holds several voices, pieces of one utterance joined. */
export function readVoiceCues(source: string, blocks: readonly TimedBlock[]): Cue[] {
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
