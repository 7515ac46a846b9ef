import { describe, expect, it } from '@jest/globals';
import { gongJson } from './gong-json.js';
import { parsedBy, sourceOf as source } from '../test-support.js';

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

const read = (value: unknown) => parsedBy(gongJson, typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** Two calls on one page of several. */
const pages = {
  records: { totalRecords: 7, cursor: 'next' },
  callTranscripts: ['77', '78'].map((callId) => ({ ...transcript.callTranscripts[0], callId })),
};

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
    ['under responses', { responses: [{ body: extensive }, { body: transcript }] }],
    ['one after the other', `${JSON.stringify(transcript)}\n${JSON.stringify(extensive)}`],
    ['in JSON Lines, calls first', `${JSON.stringify(extensive)}\r\n${JSON.stringify(transcript)}\r\n`],
    ['in a code fence', `# Export\n\n\`\`\`json\n${JSON.stringify({ transcript, extensive })}\n\`\`\`\n`],
    ['with the transcript out of its list', { ...transcript.callTranscripts[0], extensive }],
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

  it('finds each sentence in documents that stand one after the other, and in a fence', () => {
    for (const text of [
      `${JSON.stringify(extensive)}\n${JSON.stringify(transcript)}`,
      `\`\`\`json\n${JSON.stringify(transcript)}\n\`\`\``,
    ]) {
      expect(text.slice(...(read(text).cues[1]?.offset ?? []))).toBe('How are you today?');
    }
  });

  it('splits calls, each with what is said of it, and says that there are more pages', () => {
    const result = gongJson.parse(source(JSON.stringify([pages, extensive])), {});
    if (result.outcome !== 'SPLIT') throw new Error(result.outcome);
    expect(result.calls.map(({ fileName, format, metadata }) => [fileName, format, metadata])).toEqual([
      ['77.json', 'gong-json', { title: 'Intro call', externalRef: '77' }],
      ['78.json', 'gong-json', { externalRef: '78' }],
    ]);
    const [first, second] = result.calls.map(({ text }) => read(text));
    expect(first?.participants).toHaveLength(2);
    expect(first?.warnings).toMatchObject([{ code: 'MORE_PAGES' }]);
    expect(second?.cues.map(({ text }) => text)).toEqual(first?.cues.map(({ text }) => text));
    expect(second?.warnings.map(({ code }) => code)).toEqual(['SPEAKERS_UNNAMED', 'MORE_PAGES']);
  });

  it('takes a call that stands twice as one', () => {
    expect(read([transcript, transcript]).cues).toHaveLength(3);
  });

  it('takes users of Gong for the seller, and the account of the call for the customer', () => {
    const [call] = extensive.calls;
    const account = { objectType: 'Account', fields: [{ name: 'Name', value: 'Harborline' }] };
    const parties = [
      { speakerId: REP, userId: 17, affiliation: 'Unknown' },
      { speakerId: BUYER, affiliation: 'External' },
    ];
    expect(
      read([transcript, { calls: [{ ...call, context: [{ objects: [account] }], parties }] }]).participants,
    ).toEqual([
      { label: REP, role: 'REP' },
      { label: BUYER, role: 'CUSTOMER', affiliation: 'Harborline' },
    ]);
  });

  it('joins ids that are numbers in one answer and strings in the other', () => {
    const numbers = JSON.stringify(transcript).replaceAll(`"${REP}"`, REP).replace('"77"', '77');
    const result = read(`${numbers}${JSON.stringify(extensive)}`);
    expect(result.participants[0]).toMatchObject({ label: result.cues[0]?.speaker, name: 'Ann Lee' });
  });

  it('reads calls of mocks, which have no metaData, and names in the place of ids', () => {
    const mock = { callId: '5', transcript: [{ speaker: 'Ann', sentences: [sentence(0, 'Hello there.')] }] };
    const calls = [{ id: 5, title: 'Mock', parties: [{ speakerId: 'Ann', affiliation: 'External' }] }];
    expect(read({ callTranscripts: [mock], calls })).toMatchObject({
      cues: [{ speaker: 'Ann' }],
      participants: [{ label: 'Ann', role: 'CUSTOMER' }],
      metadata: { title: 'Mock' },
    });
    expect(gongJson.detect(source(JSON.stringify({ calls })))).toBe(0);
  });

  it('does not join the call of another id', () => {
    const [call] = extensive.calls;
    const other = { calls: [{ ...call, metaData: { ...call?.metaData, id: '99' } }] };
    expect(read([transcript, other])).toMatchObject({ participants: [], metadata: { externalRef: '77' } });
  });

  it('reads start_ms of mocks as milliseconds, however slow that makes the speech', () => {
    const slow = [{ start_ms: 0, end_ms: 900_000, text: 'Hello there, how is it going today, then?' }];
    const mock = { callTranscripts: [{ callId: '1', transcript: [{ speakerId: 'a', sentences: slow }] }] };
    expect(read(mock).cues[0]).toMatchObject({ startMs: 0, endMs: 900_000 });
    expect(read(JSON.stringify(mock).replace('900000', 'NaN')).cues[0]?.endMs).toBeNull();
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

  it('refuses what is cut off or has no words', () => {
    const code = (text: string) => gongJson.parse(source(text), {});
    expect(code(JSON.stringify(transcript).slice(0, -20))).toMatchObject({ code: 'FORMAT_INVALID' });
    expect(code('{"callTranscripts":[]}')).toMatchObject({ code: 'FORMAT_INVALID' });
    expect(code('{"callTranscripts":[{"callId":"1","transcript":[]}]}')).toMatchObject({ code: 'TRANSCRIPT_EMPTY' });
    expect(code(JSON.stringify(extensive))).toMatchObject({
      code: 'FORMAT_INVALID',
      message: expect.stringContaining('calls/transcript'),
    });
    expect(code('{"callTranscripts":[{"transcript":"no","x":[[[[[[1]]]]]]}, 7, null]}')).toMatchObject({
      outcome: 'REFUSED',
    });
  });

  it('claims its own JSON only', () => {
    expect(gongJson.detect(source(JSON.stringify(transcript)))).toBeGreaterThan(0.9);
    expect(gongJson.detect(source(JSON.stringify(extensive)))).toBeGreaterThan(0.9);
    expect(gongJson.detect(source(JSON.stringify(transcript).slice(0, -20)))).toBeGreaterThan(0.5);
    expect(gongJson.detect(source('{"sentences":[]}'))).toBe(0);
    expect(gongJson.detect(source('Ann: the "callTranscripts" key'))).toBe(0);
  });
});
