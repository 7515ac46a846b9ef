import { describe, expect, it } from '@jest/globals';
import { hubspot } from './hubspot.js';
import { parsedBy, sourceOf } from '../test-support.js';

const utterance = (name: string | null, start: unknown, text: string, languageCode = 'en-US') => ({
  speaker: { id: '1', name, email: name && `${name.toLowerCase()}@nimbus.example` },
  text,
  languageCode,
  startTimeMillis: start,
  endTimeMillis: Number(start) + 900,
});
const utterances = [
  utterance('Ann', 0, 'Bonjour à tous.', 'fr-FR'),
  utterance('Bo', '1000', 'Hello.'),
  utterance(null, 2000, 'Hi.'),
];
const read = (document: object) => parsedBy(hubspot, JSON.stringify(document));

describe('hubspot', () => {
  it.each(['transcriptCreateUtterances', 'utterances'])('reads milliseconds under %s', (key) => {
    const { cues, participants } = read({ engagementId: 5, [key]: utterances });
    expect(cues.map(({ speaker, startMs, endMs }) => [speaker, startMs, endMs])).toEqual([
      ['Ann', 0, 900],
      ['Bo', 1000, 1900],
      ['Speaker 1', 2000, 2900],
    ]);
    expect(participants).toEqual([
      { label: 'Ann', email: 'ann@nimbus.example' },
      { label: 'Bo', email: 'bo@nimbus.example' },
    ]);
  });

  it('takes the language of most utterances, and the id of the call', () => {
    expect(read({ engagementId: 5, id: 6, transcriptCreateUtterances: utterances }).metadata).toEqual({
      language: 'en-US',
      externalRef: '5',
    });
  });

  it('says that there are more pages', () => {
    const paging = { next: { after: 'x' } };
    expect(read({ transcriptCreateUtterances: utterances, paging }).warnings).toMatchObject([{ code: 'MORE_PAGES' }]);
  });

  it('refuses an empty list, and claims no other utterances', () => {
    const empty = sourceOf('{"transcriptCreateUtterances": []}');
    expect(hubspot.detect(empty)).toBeGreaterThan(0.9);
    expect(hubspot.parse(empty, {})).toMatchObject({ code: 'TRANSCRIPT_EMPTY' });
    expect(hubspot.detect(sourceOf('{"utterances":[{"speaker":"A","text":"x","start":1}]}'))).toBe(0);
  });
});
