import { describe, expect, it } from '@jest/globals';
import type { TranscriptSource } from 'debrief/plugin-api';
import { plainText } from './plain-text.js';

const source = (text: string): TranscriptSource => ({ bytes: Buffer.from(text), text, encoding: 'utf-8' });

function read(text: string) {
  const result = plainText.parse(source(text), {});
  if (result.outcome !== 'PARSED') throw new Error(JSON.stringify(result));
  return result;
}

const brief = (text: string) => read(text).cues.map((cue) => [cue.speaker, cue.startMs, cue.text]);

const THREE = [
  ['Ann', 1000, 'Hi there.'],
  ['Bo', 62_000, 'Hello, see https://x.test: ok?'],
  ['Ann', 3_723_000, 'Yes.'],
];

describe('plain-text', () => {
  it.each([
    ['[00:00:01] Ann: Hi there.\n[00:01:02] Bo: Hello, see https://x.test: ok?\n[01:02:03] Ann: Yes.\n'],
    ['(0:01) Ann: Hi there.\n(1:02) Bo: Hello, see https://x.test: ok?\n(1:02:03) Ann: Yes.'],
    ['Ann (00:00:01): Hi there.\nBo (00:01:02): Hello, see https://x.test: ok?\nAnn (01:02:03): Yes.'],
    ['Ann [0:01]: Hi there.\nBo [1:02]: Hello, see https://x.test: ok?\nAnn [1:02:03]: Yes.'],
    ['00:00:01 Ann: Hi there.\n00:01:02 Bo: Hello, see https://x.test: ok?\n01:02:03 Ann: Yes.'],
    ['Ann 0:01\nHi there.\n\nBo 1:02\nHello, see https://x.test: ok?\n\nAnn 1:02:03\nYes.'],
    [
      'Ann  0:01  \nHi there.\n\nBo  1:02  \nHello, see\nhttps://x.test: ok?\n\nAnn  1:02:03  \nYes.\n\nTranscribed by https://otter.ai',
    ],
    ['**[00:00:01] Ann:** Hi there.\n\n**[00:01:02] Bo:** Hello, see https://x.test: ok?\n\n**[01:02:03] Ann:** Yes.'],
    [
      '- [00:00:01] **Ann**: Hi there.\n- [00:01:02] **Bo**: Hello, see https://x.test: ok?\n- [01:02:03] **Ann**: Yes.',
    ],
    [
      '[00:00:01 - 00:00:03] Ann: Hi there.\n[00:01:02 - 00:01:05] Bo: Hello, see https://x.test: ok?\n[01:02:03 - 01:02:04] Ann: Yes.',
    ],
  ])('reads speakers and times of %j', (text) => {
    expect(brief(text)).toEqual(THREE);
    expect(plainText.detect(source(text))).toBeGreaterThan(0.7);
  });

  it.each([
    ['Ann: Hi.\nBo: Hello.\nAnn: What now?\nBo: Lunch.\n'],
    ['**Ann:** Hi.\n\n**Bo:** Hello.\n\n**Ann:** What now?\n\n**Bo:** Lunch.\n'],
    ['**Ann**: Hi.\n**Bo**: Hello.\n**Ann**: What now?\n**Bo**: Lunch.\n'],
    ['Ann:\nHi.\n\nBo:\nHello.\n\nAnn:\nWhat\nnow?\n\nBo:\nLunch.\n'],
    ['[Ann]: Hi.\r\n[Bo]: Hello.\r\n[Ann]: What now?\r\n[Bo]: Lunch.\r\n'],
    ['```\nAnn: Hi.\nBo: Hello.\n---\nAnn: What now?\n[laughs]\nBo: Lunch.\n```'],
    ['Ann：Hi.\nBo：Hello.\nAnn：What now?\nBo：Lunch.'],
  ])('reads speakers of %j', (text) => {
    expect(brief(text)).toEqual([
      ['Ann', null, 'Hi.'],
      ['Bo', null, 'Hello.'],
      ['Ann', null, 'What now?'],
      ['Bo', null, 'Lunch.'],
    ]);
  });

  it('takes a header for what it is and not for turns', () => {
    const text =
      'Title: Discovery call\nDate: 2026-03-01\nDuration: 32 min\nRep: Dana Whitfield (Nimbus)\nClient: Sarah Mitchell, CEO of Acme\n---\nDana: Hi Sarah.\nSarah Mitchell: Hi. Agenda: none.\nNote: this was said.\nDana: Good.\nSarah Mitchell: Go on.\n\n**Call Notes:**\n- Dana: did well\n';
    const result = read(text);
    expect(result.cues.map((cue) => cue.text)).toEqual([
      'Hi Sarah.',
      'Hi. Agenda: none. Note: this was said.',
      'Good.',
      'Go on.',
    ]);
    expect(result.metadata).toEqual({ title: 'Discovery call', durationMs: 1_920_000 });
    expect(result.participants).toContainEqual({
      label: 'Dana Whitfield',
      name: 'Dana Whitfield',
      role: 'REP',
      affiliation: 'Nimbus',
    });
    expect(result.participants).toContainEqual({ label: 'Sarah Mitchell', name: 'Sarah Mitchell', role: 'CUSTOMER' });
  });

  it('leaves out notes after the last turn', () => {
    expect(brief('Rep: Hi.\nBuyer: Hello.\nRep: So?\nBuyer: No.\n\n## Next steps\nSend the deck.\n').at(-1)).toEqual([
      'Buyer',
      null,
      'No.',
    ]);
  });

  it('gives paragraphs without a name to the speaker before, with offsets into the source', () => {
    const text = 'Rep: Hi.\n\nHow are you?\n\nBuyer: Fine.\nRep: Good.\n';
    const [first] = read(text).cues;
    expect(first).toMatchObject({ speaker: 'Rep', text: 'Hi. How are you?' });
    expect(text.slice(...first!.offset)).toBe('Hi.\n\nHow are you?');
  });

  it('believes a full name seen once, not a phrase', () => {
    const text = 'Ann: Hi.\nBo: Hello.\nOne more thing: rain.\nAnn: Yes.\nBo: No.\nPriya Nair: Bye.\n';
    expect(read(text).cues.map((cue) => cue.speaker)).toEqual(['Ann', 'Bo', 'Ann', 'Bo', 'Priya Nair']);
  });

  it('counts times of day from midnight', () => {
    const text =
      '[9:58:33 AM] Ann: Hi there.\n[9:59 AM] Bo: Hello.\n[12:00:01 PM] Ann: So?\n[1:03:09 p.m.] Bo: Well.\n';
    expect(brief(text).map(([speaker, start]) => [speaker, start])).toEqual([
      ['Ann', 35_913_000],
      ['Bo', 35_940_000],
      ['Ann', 43_201_000],
      ['Bo', 46_989_000],
    ]);
  });

  it('reads words with times and no names as one unnamed voice after the other', () => {
    expect(brief('00:00:01 hello there\n00:00:05 good to see you\n')).toEqual([
      [null, 1000, 'hello there'],
      [null, 5000, 'good to see you'],
    ]);
  });

  it.each([
    ['prose', 'It was late. Then: he left.\nThe hall was dark and he said: no more.\n'],
    ['an agenda', '10:30 Meeting: all hands\n11:30 Meeting: budget\n'],
    ['settings', 'retries: 3\nhost: a.test\nretries: 4\nhost: b.test\n'],
    ['a change log', '- Fix: a bug\n- Feature: a thing\n- Fix: other\n- Feature: more\n'],
    ['JSON', '[{"speaker": "Ann", "text": "hi"}]'],
    ['HTML', '<html>\nAnn: hi\nBo: ho\nAnn: hi\nBo: ho\n'],
  ])('does not claim %s', (_name, text) => {
    expect(plainText.detect(source(text))).toBeLessThan(0.3);
  });

  it('refuses prose as no transcript, and silence as empty', () => {
    expect(plainText.parse(source('Once upon a time there was a call.'), {})).toMatchObject({
      code: 'NOT_A_TRANSCRIPT',
    });
    expect(plainText.parse(source(' \n--\n'), {})).toMatchObject({ code: 'TRANSCRIPT_EMPTY' });
  });
});
