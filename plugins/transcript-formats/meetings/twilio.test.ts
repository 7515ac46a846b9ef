import { describe, expect, it } from '@jest/globals';
import { parsedBy, sourceOf } from '../test-support.js';
import { twilio } from './twilio.js';

const sentence = (channel: number, index: number, start: string, end: string | null) => ({
  media_channel: channel,
  sentence_index: index,
  start_time: start,
  end_time: end,
  transcript: `Sentence ${index} of the call.`,
  confidence: '0.87',
  transcript_sid: 'GT1',
});
const sentences = [sentence(1, 2, '4.5', null), sentence(1, 0, '0.12', '1.9'), sentence(2, 1, '2', '4')];
const inCamelCase = (value: object): object =>
  Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key.replace(/_(.)/g, (_all, letter: string) => letter.toUpperCase()),
      one,
    ]),
  );
const read = (document: object) => parsedBy(twilio, JSON.stringify(document));

describe('twilio', () => {
  it.each([
    ['as the API writes them', sentences],
    ['in camel case', sentences.map(inCamelCase)],
  ])('reads strings of seconds in the order of their index, %s', (_name, list) => {
    const result = read({ sentences: list });
    expect(result.cues.map(({ speaker, startMs, endMs }) => [speaker, startMs, endMs])).toEqual([
      ['Channel 1', 120, 1900],
      ['Channel 2', 2000, 4000],
      ['Channel 1', 4500, null],
    ]);
    expect(result.cues[0]?.confidence).toBe(0.87);
    expect(result.metadata).toEqual({ externalRef: 'GT1' });
  });

  it('keeps the order of the file where an index is missing', () => {
    const [first, ...rest] = sentences;
    const cues = read({ sentences: [{ ...first, sentence_index: null }, ...rest] }).cues;
    expect(cues.map(({ startMs }) => startMs)).toEqual([4500, 120, 2000]);
  });

  it('names the channels where the record of the transcript stands beside', () => {
    const participants = [
      { channel_participant: 1, role: 'Agent', full_name: 'Ann Lee', email: 'ann@nimbus.example' },
      { channel_participant: 2, role: 'Customer' },
    ];
    expect(read({ sentences, channel: { participants } }).participants).toEqual([
      { label: 'Channel 1', name: 'Ann Lee', email: 'ann@nimbus.example', role: 'REP' },
      { label: 'Channel 2', role: 'CUSTOMER' },
    ]);
  });

  it('says that there are more pages, and leaves an impossible confidence out', () => {
    const odd = [{ ...sentence(0, 0, '1', '2'), confidence: 87 }];
    const result = read({ sentences: odd, meta: { next_page_url: 'https://api.example/2' } });
    expect(result.warnings).toMatchObject([{ code: 'MORE_PAGES' }]);
    expect(result.cues[0]).not.toHaveProperty('confidence');
  });

  it('reads a list that was taken out of its answer, also as JSON Lines', () => {
    const lines = sentences.map((one) => JSON.stringify(one)).join('\n');
    for (const text of [JSON.stringify(sentences), lines]) {
      expect(twilio.detect(sourceOf(text))).toBeGreaterThan(0.9);
      const { cues } = parsedBy(twilio, text);
      expect(cues.map(({ offset }) => text.slice(...offset))).toEqual(cues.map((cue) => cue.text));
    }
  });

  it('claims no other sentences', () => {
    expect(twilio.detect(sourceOf('{"sentences":[{"speaker_name":"A","text":"x"}]}'))).toBe(0);
  });
});
