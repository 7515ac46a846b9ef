import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { genericJson } from './generic-json.js';
import { parsedBy, sourceOf } from '../test-support.js';

const detect = (value: unknown): number =>
  genericJson.detect(sourceOf(typeof value === 'string' ? value : JSON.stringify(value)));
const read = (value: unknown) => parsedBy(genericJson, typeof value === 'string' ? value : JSON.stringify(value));

const SAID = [
  ['Ann Lee', 'What do you use for planning today?'],
  ['Bo Chan', 'We use spreadsheets, and lots of them.'],
  ['Ann Lee', 'What happens when one gets lost?'],
  ['Bo Chan', 'Then we do the whole plan again.'],
] as const;

/** The call under other keys: how a person, the words and the times are written. */
const rows = (make: (speaker: string, words: string, at: number) => object): object[] =>
  SAID.map(([speaker, words], at) => make(speaker, words, at));
const clock = (at: number): string => `00:00:0${at * 2}.500`;

const SHAPES: readonly (readonly [name: string, document: unknown, starts: readonly (number | null)[]])[] = [
  ['speaker, text', rows((speaker, text) => ({ speaker, text })), [null, null, null, null]],
  [
    'speaker_name, utterance, start_ms',
    {
      results: rows((speaker_name, utterance, at) => ({
        speaker_name,
        utterance,
        start_ms: at * 2000,
        end_ms: at * 2000 + 1500,
      })),
    },
    [0, 2000, 4000, 6000],
  ],
  [
    'startTimeInSeconds of whole seconds',
    { items: rows((speaker, content, at) => ({ speaker, content, startTimeInSeconds: at * 2 })) },
    [0, 2000, 4000, 6000],
  ],
  [
    'startMillis as strings',
    { turns: rows((speaker, text, at) => ({ speaker, text, startMillis: String(at * 2000) })) },
    [0, 2000, 4000, 6000],
  ],
  [
    'fractions of Python',
    {
      segments: rows((speaker, text, at) => ({
        id: at,
        speaker,
        text,
        start: at * 2 + 0.30000000000000004,
        end: null,
      })),
    },
    [300, 2300, 4300, 6300],
  ],
  [
    'clocks',
    { entries: rows((participant, message, at) => ({ participant, message, timestamp: clock(at) })) },
    [500, 2500, 4500, 6500],
  ],
  [
    'absolute times',
    {
      data: {
        items: rows((speaker, text, at) => ({ speaker, text, start_time: `2026-03-04T10:00:0${at * 2}+01:00` })),
      },
    },
    [0, 2000, 4000, 6000],
  ],
  [
    'a nested speaker and nested times',
    {
      dialogue: rows((name, text, at) => ({
        speaker: { id: at % 2, name },
        text,
        offsets: { from: at * 2000, to: at * 2000 + 900 },
      })),
    },
    [0, 2000, 4000, 6000],
  ],
  [
    'from and a time range',
    { transcript: { monologues: rows((from, text, at) => ({ from, text, start: at * 2.5 })) } },
    [0, 2500, 5000, 7500],
  ],
  [
    'paragraphs of sentences',
    {
      paragraphs: rows((speaker, text, at) => ({ speaker, start: at * 2, sentences: [{ text, start: at * 2 + 0.5 }] })),
    },
    [500, 2500, 4500, 6500],
  ],
];

describe('generic-json', () => {
  it.each(SHAPES)('reads %s', (_name, document, starts) => {
    expect(detect(document)).toBeGreaterThanOrEqual(0.5);
    expect(detect(document)).toBeLessThanOrEqual(0.6);
    const { cues } = read(document);
    expect(cues.map(({ speaker, text }) => [speaker, text])).toEqual(SAID);
    expect(cues.map(({ startMs }) => startMs)).toEqual(starts);
  });

  it('reads JSON Lines, and leaves out a line that breaks off', () => {
    const text = rows((speaker, words) => ({ speaker, text: words }))
      .map((row) => JSON.stringify(row))
      .join('\n');
    expect(read(text).cues).toHaveLength(4);
    expect(read(`${text}\n{"speaker": "Ann Lee", "te`)).toMatchObject({
      cues: { length: 4 },
      warnings: [{ code: 'FILE_CUT_OFF' }],
    });
  });

  it('tells where the words stand', () => {
    const text = `\uFEFF${JSON.stringify({ a: rows((speaker, words) => ({ speaker, text: words })) }, null, '\t')}`;
    expect(read(text).cues.map(({ offset }) => text.slice(...offset))).toEqual(SAID.map(([, words]) => words));
  });

  it('joins the people who stand beside, by id, with their sides', () => {
    const utterances = rows((_speaker, text, at) => ({ speakerId: at % 2, text, start: at * 2.5 }));
    const participants = [
      { id: 0, name: 'Ann Lee', email: 'ann@nimbus.example', isRep: true },
      { id: '1', name: 'Bo Chan', role: 'customer', company: 'Harborline' },
    ];
    expect(
      read({ id: 'c1', title: 'Intro', duration: 12, startedAt: '2026-03-04T10:00:00Z', participants, utterances }),
    ).toMatchObject({
      cues: [{ speaker: 'Speaker 0' }, { speaker: 'Speaker 1' }, {}, {}],
      participants: [
        { label: 'Speaker 0', name: 'Ann Lee', email: 'ann@nimbus.example', role: 'REP' },
        { label: 'Speaker 1', name: 'Bo Chan', affiliation: 'Harborline', role: 'CUSTOMER' },
      ],
      metadata: { title: 'Intro', externalRef: 'c1', durationMs: 12_000, startedAt: '2026-03-04T10:00:00Z' },
    });
  });

  it('reads sides and e-mails of the rows', () => {
    const document = rows((speaker, text, at) => ({
      speaker: { name: speaker, email: `p${at % 2}@nimbus.example` },
      text,
      is_agent: at % 2 === 0,
    }));
    expect(read(document).participants).toEqual([
      { label: 'Ann Lee', email: 'p0@nimbus.example', role: 'REP' },
      { label: 'Bo Chan', email: 'p1@nimbus.example' },
    ]);
  });

  it('makes no side of user and assistant', () => {
    const document = rows((_speaker, text, at) => ({
      speaker: ['user', 'assistant'][at % 2],
      role: 'assistant',
      text,
    }));
    expect(read(document).participants).toEqual([]);
  });

  it.each([
    [{ duration_ms: 9000 }, 9000],
    [{ duration: 9 }, 9000],
    [{ duration: 9000 }, 9000],
    [{ durationMinutes: 2 }, 120_000],
    [{ duration: 4_000_000 }, undefined],
  ])('understands a duration by its unit, or by the speech: %j', (given, ms) => {
    const utterances = rows((speaker, text, at) => ({ speaker, text, start: at * 2.5 }));
    expect(read({ ...given, utterances }).metadata.durationMs).toBe(ms);
  });

  it('reads the fuller of two lists of one call, and splits calls', () => {
    const segments = rows((speaker, text) => ({ speaker, text }));
    expect(read({ summary: segments.slice(0, 2), segments }).cues).toHaveLength(4);
    const calls = ['a', 'b'].map((id) => ({ id, title: `Call ${id}`, transcript: segments }));
    expect(genericJson.parse(sourceOf(JSON.stringify({ calls })), {})).toMatchObject({
      outcome: 'SPLIT',
      calls: [
        { fileName: 'a.json', metadata: { title: 'Call a' } },
        { fileName: 'b.json', format: 'generic-json' },
      ],
    });
    const mixed = ['a', 'b'].flatMap((call_id) => rows((speaker, text) => ({ call_id, speaker, text })));
    const split = genericJson.parse(sourceOf(JSON.stringify(mixed)), {});
    if (split.outcome !== 'SPLIT') throw new Error(split.outcome);
    expect(split.calls.map(({ text }) => read(text).metadata)).toEqual([{ externalRef: 'a' }, { externalRef: 'b' }]);
  });

  it('reads words one by one, unless utterances stand beside them', () => {
    const utterances = rows((speaker, text, at) => ({ speaker, text, start: at * 2.5 }));
    const words = SAID.flatMap(([speaker, text], at) =>
      text.split(' ').map((word, place) => ({ speaker, text: word, start: at * 2.5 + place / 4 })),
    );
    expect(read({ words }).cues).toHaveLength(words.length);
    expect(read({ words, utterances }).cues).toHaveLength(4);
  });

  it('reads a transcript that stands as text in a string, and finds its words', () => {
    const transcript = SAID.map(([speaker, text]) => `${speaker}: ${text}`).join('\r\n');
    const text = JSON.stringify({ meta: { id: 1 }, call: { id: 'c9', notes: 'none\nat\nall', transcript } });
    expect(detect(text)).toBeGreaterThan(0.5);
    const result = read(text);
    expect(result.cues.map(({ speaker, text: words, offset }) => [speaker, words, text.slice(...offset)])).toEqual(
      SAID.map(([speaker, words]) => [speaker, words, words]),
    );
    expect(result).toMatchObject({ metadata: { externalRef: 'c9' }, warnings: [{ code: 'EMBEDDED_TRANSCRIPT' }] });
  });

  it('leaves out times that nobody can have meant', () => {
    const document = [
      { speaker: 'A', text: 'Hello there you.', start: '999999999999999', end: 'soon' },
      { speaker: 'B', text: 'Hello to you too.', start: '1', end: null },
    ];
    for (const { startMs, endMs } of read(document).cues)
      for (const time of [startMs, endMs]) expect(time === null || Number.isSafeInteger(time)).toBe(true);
  });

  it('says that JSON which is cut off is cut off', () => {
    const text = JSON.stringify({ a: rows((speaker, words) => ({ speaker, text: words })) }).slice(0, -9);
    expect(detect(text)).toBeGreaterThan(0.3);
    expect(genericJson.parse(sourceOf(text), {})).toMatchObject({ code: 'FORMAT_INVALID' });
  });
});

const people = ['Ann Lee', 'Bo Chan', 'Cleo Ray', 'Dag Moe'];
const notices = [
  'cannot read the value of it',
  'the value is out of range',
  'this is not a function',
  'no such file was found',
];

describe('a short call among several', () => {
  const call = (texts: readonly string[]) => ({
    dialog: texts.map((content, at) => ({ speaker: ['rep', 'customer'][at % 2], content })),
  });
  const short = call(['hi', 'hello', 'ok', 'bye']);
  const long = call(SAID.map(([, words]) => words));

  it('is a call of its own, which is refused with its reason', () => {
    const parts = genericJson.parse(sourceOf(JSON.stringify([long, short, long])), {});
    expect(parts).toMatchObject({ outcome: 'SPLIT', calls: [{}, { text: JSON.stringify(short) }, {}] });
    expect(genericJson.parse(sourceOf(JSON.stringify(short)), {})).toMatchObject({
      code: 'NOT_A_TRANSCRIPT',
      message: expect.stringContaining('too little is said') as unknown,
    });
  });

  it('is none where its records are of another shape', () => {
    const people = { attendees: ['Ann', 'Bo'].map((speaker) => ({ speaker, text: 'x' })) };
    expect(genericJson.parse(sourceOf(JSON.stringify([long, people, long])), {})).toMatchObject({ calls: [{}, {}] });
  });
});

describe('JSON that is no transcript', () => {
  it.each<readonly [string, unknown]>([
    ['settings', JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url)).toString()) as unknown],
    [
      'compiler settings',
      JSON.parse(readFileSync(new URL('../../../tsconfig.json', import.meta.url)).toString()) as unknown,
    ],
    ['names and descriptions', people.map((name, at) => ({ name, description: notices[at] }))],
    ['names and messages', people.map((name, at) => ({ name, message: notices[at] }))],
    [
      'errors of an API',
      { errors: people.map((_name, at) => ({ code: 'BAD', message: notices[at], path: ['a', at] })) },
    ],
    ['one error', { error: { type: 'invalid_request', message: 'The value of "role" is not known.' } }],
    [
      'a log',
      [...notices, ...notices].map((message, at) => ({
        level: 30,
        time: at,
        name: ['api', 'worker'][at % 2],
        message,
      })),
    ],
    ['commits', notices.map((message, at) => ({ sha: `${at}`, author: { name: people[at % 2] }, message }))],
    ['reviews', notices.map((text, at) => ({ user_name: people[at % 2], text, rating: at }))],
    ['an agenda', people.map((speaker, at) => ({ speaker, text: notices[at] }))],
    ['translations', { en: { hello: 'Hello', bye: 'Good bye' } }],
    ['words with voices', people.map((_name, at) => ({ speaker: at % 2, text: 'word' }))],
    ['numbers', [1, 2, 3]],
    ['a list of texts', notices],
    ['features of a map', { type: 'FeatureCollection', features: [{ type: 'Feature', properties: { name: 'x' } }] }],
    ['nothing', {}],
    ['text', 'Ann: hello\nBo: hi'],
    ['a bracket', '[Ann] 14:02:11\nhello'],
    ['a script', '{ return "x"; }'],
  ])('%s is not claimed', (_name, document) => {
    expect(detect(document)).toBe(0);
    expect(
      genericJson.parse(sourceOf(typeof document === 'string' ? document : JSON.stringify(document)), {}).outcome,
    ).toBe('REFUSED');
  });
});
