import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { deepgram } from '../plugins/transcript-formats/speech/deepgram.js';
import { normalizeFile } from '../src/transcripts/normalizing/normalize-file.js';

interface Answer {
  results: {
    utterances?: unknown;
    channels: { alternatives: { paragraphs?: unknown }[] }[];
  };
}

const SAMPLES = new URL('../plugins/transcript-formats/samples/', import.meta.url);

function turnsOf(answer: Answer) {
  const result = normalizeFile(Buffer.from(JSON.stringify(answer)), { parsers: [deepgram] });
  if (result.outcome !== 'NORMALIZED') throw new Error(JSON.stringify(result));
  const { turns, participants } = result.transcript;
  return turns.map(({ participant, text, startMs, endMs }) => ({
    speaker: participants[participant]?.speakerLabel,
    role: participants[participant]?.role,
    text,
    startMs,
    endMs,
  }));
}

const without = (answer: Answer, parts: readonly ('utterances' | 'paragraphs')[]): Answer => {
  const twin = structuredClone(answer);
  if (parts.includes('utterances')) delete twin.results.utterances;
  if (parts.includes('paragraphs'))
    for (const { alternatives } of twin.results.channels) for (const one of alternatives) delete one.paragraphs;
  return twin;
};

describe('one call, asked of Deepgram in different ways', () => {
  it.each(['deepgram-diarized.json', 'deepgram-multichannel.json'])('makes the same turns: %s', (file) => {
    const answer = JSON.parse(readFileSync(new URL(file, SAMPLES), 'utf8')) as Answer;
    const turns = turnsOf(answer);
    expect(turns.length).toBeGreaterThan(4);
    expect(turnsOf(without(answer, ['utterances']))).toEqual(turns);
    expect(turnsOf(without(answer, ['utterances', 'paragraphs']))).toEqual(turns);
  });
});
