import { plainText } from '../../plugins/transcript-formats/captions/read-payload.js';
import type { NamedReader, ReadCue } from './readers.js';
import type { TrickyCase } from './tricky-cases.js';

export type Verdict = 'keeps' | 'loses' | 'corrupts' | 'throws' | 'not read';

/** Cues without markup, those of the same time joined: a library that leaves tags and entities to its caller has lost nothing. */
function comparable(cues: readonly ReadCue[]): string[] {
  const grouped = new Map<string, string[]>();
  for (const { startMs, endMs, text } of cues) {
    const said = plainText(text);
    const times = `${startMs} ${endMs}`;
    if (said !== '') grouped.set(times, [...(grouped.get(times) ?? []), said]);
  }
  return [...grouped].map(([times, texts]) => `${times} ${texts.join(' ')}`);
}

/** Verdict on how a reader reads a hard file: `loses` for missing cues, `corrupts` for a wrong time or wrong words. */
export async function judgeReader(reader: NamedReader, { kind, text, cues }: TrickyCase): Promise<Verdict> {
  if (!reader.kinds.includes(kind)) return 'not read';
  try {
    const cuesOf = await reader.read(text, kind);
    const found = comparable(cuesOf());
    const expected = comparable(cues);
    if (found.length < expected.length) return 'loses';
    return found.length === expected.length && found.every((cue, at) => cue === expected[at]) ? 'keeps' : 'corrupts';
  } catch {
    // That a library throws is the verdict.
    return 'throws';
  }
}
