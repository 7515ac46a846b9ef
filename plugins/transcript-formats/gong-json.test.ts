import { describe, expect, it } from '@jest/globals';
import type { TranscriptSource } from 'debrief/plugin-api';
import { gongJson } from './gong-json.js';

const source = (text: string): TranscriptSource => ({ bytes: Buffer.from(text), text, encoding: 'utf-8' });

const REP = '7782342274025937895';
const BUYER = '7782342274025937896';
const sentence = (start: number, text: string) => ({ start, end: start + 1500, text });
const transcript = {
  requestId: 'r',
  records: { totalRecords: 1 },
  callTranscripts: [
    {
      callId: '77',
      transcript: [
        {
          speakerId: REP,
          topic: 'Intro',
          sentences: [sentence(1000, 'Hi "Bo", it is me.'), sentence(2600, 'How are you today?')],
        },
        { speakerId: BUYER, topic: null, sentences: [sentence(4200, 'Très bien, thanks a lot.')] },
      ],
    },
  ],
};
const extensive = {
  calls: [
    {
      metaData: { id: '77', title: 'Intro call', started: '2026-01-02T10:00:00-05:00', duration: 61, language: 'eng' },
      parties: [
        { speakerId: REP, name: 'Ann Lee', emailAddress: 'ann@nimbus.example', affiliation: 'Internal' },
        { speakerId: BUYER, name: 'Bo Chan', affiliation: 'External' },
        { speakerId: null, name: 'Absent' },
      ],
    },
  ],
};

function read(value: unknown) {
  const result = gongJson.parse(source(typeof value === 'string' ? value : JSON.stringify(value, null, 2)), {});
  if (result.outcome !== 'PARSED') throw new Error(JSON.stringify(result));
  return result;
}

describe('gong-json', () => {
  it('reads a transcript alone, in milliseconds, and says that names are missing', () => {
    const result = read(transcript);
    expect(result.cues.map((cue) => [cue.speaker, cue.startMs, cue.endMs])).toEqual([
      [REP, 1000, 2500],
      [REP, 2600, 4100],
      [BUYER, 4200, 5700],
    ]);
    expect(result.warnings).toMatchObject([{ code: 'SPEAKERS_UNNAMED' }]);
    expect(result.metadata).toEqual({ externalRef: '77' });
  });

  it.each([
    ['in one object', { ...transcript, ...extensive }],
    ['in a list', [transcript, extensive]],
    ['under keys', { transcript, extensive }],
  ])('joins names and sides %s', (_name, document) => {
    const result = read(document);
    expect(result.participants).toEqual([
      { label: REP, name: 'Ann Lee', email: 'ann@nimbus.example', role: 'REP' },
      { label: BUYER, name: 'Bo Chan', role: 'CUSTOMER' },
    ]);
    expect(result.metadata).toEqual({
      title: 'Intro call',
      startedAt: '2026-01-02T10:00:00-05:00',
      durationMs: 61_000,
      language: 'eng',
      externalRef: '77',
    });
    expect(result.warnings).toEqual([]);
  });

  it('finds each sentence in the source, escapes and all', () => {
    const text = JSON.stringify(transcript).replace('è', '\\u00e8');
    const spans = read(text).cues.map((cue) => JSON.parse(`"${text.slice(...cue.offset)}"`) as string);
    expect(spans).toEqual(['Hi "Bo", it is me.', 'How are you today?', 'Très bien, thanks a lot.']);
  });

  it('keeps ids apart that are too long for a number', () => {
    const text = JSON.stringify(transcript).replaceAll(`"${REP}"`, REP).replaceAll(`"${BUYER}"`, BUYER);
    expect(new Set(read(text).cues.map((cue) => cue.speaker))).toEqual(new Set([REP, BUYER]));
  });

  it('reads times as seconds where milliseconds cannot be', () => {
    const text = JSON.stringify(transcript)
      .replaceAll('000,', ',')
      .replaceAll('600,', ',')
      .replaceAll('200,', ',')
      .replaceAll(/"end":(\d)\d00/g, '"end":$1');
    const result = read(text);
    expect(result.cues.map((cue) => cue.startMs)).toEqual([1000, 2000, 4000]);
    expect(result.warnings).toContainEqual(expect.objectContaining({ code: 'TIME_UNIT_SECONDS' }));
  });

  it('refuses what is cut off, empty, or several calls', () => {
    const twice = { callTranscripts: [...transcript.callTranscripts, ...transcript.callTranscripts] };
    const code = (text: string) => gongJson.parse(source(text), {});
    expect(code(JSON.stringify(transcript).slice(0, -20))).toMatchObject({ code: 'FORMAT_INVALID' });
    expect(code('{"callTranscripts":[]}')).toMatchObject({ code: 'FORMAT_INVALID' });
    expect(code('{"callTranscripts":[{"callId":"1","transcript":[]}]}')).toMatchObject({ code: 'TRANSCRIPT_EMPTY' });
    expect(code(JSON.stringify(twice))).toMatchObject({ code: 'FORMAT_UNSUPPORTED' });
    expect(code('{"callTranscripts":[{"transcript":"no","x":[[[[[[1]]]]]]}, 7, null]}')).toMatchObject({
      outcome: 'REFUSED',
    });
  });

  it('claims its own JSON only', () => {
    expect(gongJson.detect(source(JSON.stringify(transcript)))).toBeGreaterThan(0.9);
    expect(gongJson.detect(source('{"sentences":[]}'))).toBe(0);
    expect(gongJson.detect(source('Ann: the "callTranscripts" key'))).toBe(0);
  });
});
