import { describe, expect, it } from '@jest/globals';
import { chatJson } from './chat-json.js';
import { parsedBy, sourceOf } from '../test-support.js';

const says = (role: string, content: unknown, given: object = {}) => ({ role, content, ...given });
const chat = [
  says('system', 'You are a buyer.'),
  says('user', 'What do you use today?'),
  says('assistant', [
    { type: 'text', text: 'Spreadsheets.' },
    { type: 'image_url', image_url: {} },
    { type: 'text', text: 'Sadly.' },
  ]),
  says('tool', '{"rows": 3}'),
  says('user', null),
  says('user', 'Why sadly?'),
];
const CALL =
  'Rep: Hi, "Bo", how are things?\nCustomer: Très well.\n\nRep: What do you use?\nCustomer: Paper\tand \\ pens.\n';
const lines = (...values: unknown[]): string => values.map((value) => JSON.stringify(value)).join('\n');
const parse = (text: string) => chatJson.parse(sourceOf(text), {});
const cuesIn = (text: string) => parsedBy(chatJson, text).cues.map(({ speaker, text: words }) => [speaker, words]);

describe('chat-json', () => {
  it.each([
    ['an object', JSON.stringify({ id: 7, messages: chat })],
    ['a list', JSON.stringify(chat)],
    ['JSON Lines of messages', lines(...chat)],
    [
      'other words for the same',
      JSON.stringify({
        conversations: [
          { from: 'human', value: 'Hello there.' },
          { from: 'gpt', value: 'Hi.' },
        ],
      }),
    ],
  ])('reads the messages of people from %s', (name, text) => {
    expect(chatJson.detect(sourceOf(text))).toBeGreaterThan(0.9);
    expect(cuesIn(text)).toEqual(
      name.startsWith('other')
        ? [
            ['human', 'Hello there.'],
            ['gpt', 'Hi.'],
          ]
        : [
            ['user', 'What do you use today?'],
            ['assistant', 'Spreadsheets.'],
            ['assistant', 'Sadly.'],
            ['user', 'Why sadly?'],
          ],
    );
  });

  it('makes no sides of user and assistant, and says so', () => {
    const result = parsedBy(chatJson, JSON.stringify(chat));
    expect(result.participants.map(({ label, role }) => [label, role])).toEqual([
      ['user', 'UNKNOWN'],
      ['assistant', 'UNKNOWN'],
    ]);
    expect(result.warnings).toMatchObject([{ code: 'CHAT_ROLES' }]);
    expect(result.cues[2]?.continues).toBe(true);
  });

  it('reads sides that roles do name, and names beside them', () => {
    const messages = [
      says('agent', 'Hello, what is it?', { name: 'Ann Lee' }),
      says('customer', 'My order.'),
      says('agent', 'Which?'),
      says('customer', 'That one.'),
    ];
    const result = parsedBy(chatJson, JSON.stringify({ messages }));
    expect(result.participants).toEqual([
      { label: 'Ann Lee', role: 'REP' },
      { label: 'customer', role: 'CUSTOMER' },
      { label: 'agent', role: 'REP' },
    ]);
    expect(result.warnings).toEqual([]);
  });

  it('reads a call that stands as text in a message, and finds its words in the file, escapes and all', () => {
    const text = JSON.stringify({
      id: 'x1',
      messages: [says('user', `Summarize:\n\n${CALL}`), says('assistant', 'Short.')],
    }).replace('è', '\\u00e8');
    const result = parsedBy(chatJson, text);
    expect(result.metadata.externalRef).toBe('x1');
    expect(result.warnings).toMatchObject([{ code: 'EMBEDDED_TRANSCRIPT' }]);
    expect(result.cues.map(({ speaker }) => speaker)).toEqual(['Rep', 'Customer', 'Rep', 'Customer']);
    const raw = result.cues.map(({ offset }) => JSON.parse(`"${text.slice(...offset)}"`) as string);
    expect(raw.map((words) => words.trim())).toEqual(result.cues.map((cue) => cue.text));
    expect(raw[3]).toContain('Paper\tand \\ pens.');
  });

  it('splits several chats, and several calls inside chats, each once', () => {
    expect(parse(lines({ id: 'a', messages: chat }, { id: 'b', messages: chat }))).toMatchObject({
      outcome: 'SPLIT',
      calls: [{ fileName: 'a.json' }, { fileName: 'b.json', format: 'chat-json', metadata: { externalRef: 'b' } }],
    });
    const inside = [CALL, CALL, CALL.replace('Paper', 'Slate')].map((content) => ({
      messages: [says('user', content)],
    }));
    expect(parse(lines(...inside))).toMatchObject({
      outcome: 'SPLIT',
      calls: [{ text: CALL, format: 'plain-text', fileName: 'call-1.txt' }, { text: expect.stringContaining('Slate') }],
    });
  });

  it('splits several calls that stand in one message', () => {
    const heading = (at: number) => `### Call Transcript #${at}\n\n${CALL}\n`;
    const text = JSON.stringify([says('user', `${heading(1)}${heading(2)}`), says('assistant', 'Short.')]);
    expect(parse(text)).toMatchObject({
      outcome: 'SPLIT',
      calls: [{ format: 'plain-text' }, { format: 'plain-text' }],
    });
  });

  it('does not take an example in the instructions for the call', () => {
    expect(cuesIn(JSON.stringify([says('system', CALL), ...chat.slice(1)]))).toContainEqual(['user', 'Why sadly?']);
  });

  it('reads captions inside a message', () => {
    const caption = (at: number, who: string) => `00:0${at}.000 --> 00:0${at}.900\n<v ${who}>Words of ${who}.</v>\n\n`;
    const vtt = `WEBVTT\n\n${caption(1, 'Ann')}${caption(2, 'Bo')}${caption(3, 'Ann')}${caption(4, 'Bo')}`;
    expect(parsedBy(chatJson, JSON.stringify([says('user', vtt), says('assistant', 'ok')])).cues[3]).toMatchObject({
      speaker: 'Bo',
      startMs: 4000,
    });
  });

  it('refuses a chat of one side', () => {
    expect(parse(JSON.stringify([says('system', 'x'), says('user', 'Write a poem.')]))).toMatchObject({
      code: 'NOT_A_TRANSCRIPT',
    });
    expect(parse('[{"role":"system","content":"x"}]')).toMatchObject({ code: 'TRANSCRIPT_EMPTY' });
  });

  it.each([
    '{"messages":[{"text":"x"}]}',
    '[{"role":"admin","content":"a"},{"role":"editor","content":"b"}]',
    '{"role":"user","content":"x"}',
    '[{"role":7,"content":"x"}]',
    '{"messages":[]}',
    'role: user',
  ])('does not claim %s', (text) => expect(chatJson.detect(sourceOf(text))).toBe(0));
});
