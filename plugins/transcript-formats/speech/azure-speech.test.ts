import { describe, expect, it } from '@jest/globals';
import { azureSpeech, azureTimeMs } from './azure-speech.js';
import { parsedBy, sourceOf } from '../test-support.js';

const phrase = (display: string, offset: unknown, more: object = {}) => ({
  recognitionStatus: 'Success',
  channel: 0,
  offset,
  duration: 'PT1S',
  nBest: [{ confidence: 0.6, lexical: 'worse', display }],
  ...more,
});
const batch = (recognizedPhrases: readonly object[], more: object = {}) =>
  JSON.stringify({ recognizedPhrases, ...more });
const told = (text: string) =>
  parsedBy(azureSpeech, text).cues.map((cue) => [cue.speaker, cue.text, cue.startMs, cue.endMs]);

describe('azure-speech', () => {
  it.each([
    ['PT0.07S', 70],
    ['PT1M2.5S', 62_500],
    ['PT1H0.25S', 3_600_250],
    ['P1DT1S', 86_401_000],
    ['PT0S', 0],
    [700_000, 70],
    ['15900000', 1590],
    ['1:02', null],
    [null, null],
    ['PTXS', null],
  ])('reads the time %j', (written, ms) => {
    expect(azureTimeMs(written)).toBe(ms);
  });

  it('sorts phrases that stand in groups by channel, and skips those not recognized', () => {
    const text = batch([
      phrase('Hello.', 'PT0.5S'),
      phrase('Bye.', 'PT9S'),
      phrase('', 'PT7S', { recognitionStatus: 'NoMatch', nBest: undefined }),
      phrase('Hi.', 'PT3S', { channel: 1 }),
    ]);
    expect(told(text)).toEqual([
      ['Channel 0', 'Hello.', 500, 1500],
      ['Channel 1', 'Hi.', 3000, 4000],
      ['Channel 0', 'Bye.', 9000, 10_000],
    ]);
    expect(parsedBy(azureSpeech, text).cues[0]?.confidence).toBe(0.6);
  });

  it('reads speakers of one channel, and ticks rather than durations', () => {
    const text = batch(
      [phrase('Hi.', 'PT9S', { speaker: 2, offsetInTicks: 5_000_000, durationInTicks: 10_000_000, locale: 'en-US' })],
      { duration: 'PT1M' },
    );
    expect(told(text)).toEqual([['Speaker 2', 'Hi.', 500, 1500]]);
    expect(parsedBy(azureSpeech, text).metadata).toEqual({ durationMs: 60_000, language: 'en-US' });
  });

  it('reads the twin with capitalized keys', () => {
    const text = JSON.stringify({
      RecognizedPhrases: [
        {
          RecognitionStatus: 'Success',
          Speaker: 1,
          Offset: 'PT1S',
          Duration: 'PT1S',
          NBest: [{ Confidence: 0.5, Display: 'Hi.' }],
        },
        { RecognitionStatus: 'Error' },
      ],
    });
    expect(told(text)).toEqual([['Speaker 1', 'Hi.', 1000, 2000]]);
  });

  it('reads conversations, with the role of each participant', () => {
    const items = [
      { participantId: 'Agent_1', role: 'Agent', text: 'Hi.', offset: 11_700_000, duration: 5_200_000 },
      { participantId: 'c', role: 'Customer', text: 'Hello.' },
      { channel: '1', offset: 'PT3S', redactedContent: { text: 'I am ***.' } },
    ];
    const text = JSON.stringify({ conversations: [{ id: 'k', language: 'en', conversationItems: items }] });
    expect(told(text)).toEqual([
      ['Agent_1', 'Hi.', 1170, 1690],
      ['c', 'Hello.', null, null],
      ['Channel 1', 'I am ***.', 3000, null],
    ]);
    expect(parsedBy(azureSpeech, text).participants).toEqual([
      { label: 'Agent_1', role: 'REP' },
      { label: 'c', role: 'CUSTOMER' },
    ]);
  });

  it('makes a call of each conversation', () => {
    const one = (id: string) => ({ id, conversationItems: [{ participantId: 'a', text: id }] });
    const answer = azureSpeech.parse(
      sourceOf(JSON.stringify({ analysisInput: { conversations: [one('x'), one('y')] } })),
      {},
    );
    if (answer.outcome !== 'SPLIT') throw new Error(answer.outcome);
    expect(answer.calls.map(({ text }) => parsedBy(azureSpeech, text).cues[0]?.text)).toEqual(['x', 'y']);
  });

  it('does not claim what it does not know', () => {
    for (const document of [
      { phrases: [{ offsetMilliseconds: 40, text: 'Hi' }] },
      { recognizedPhrases: [] },
      { conversations: [{}] },
    ]) {
      expect(azureSpeech.detect(sourceOf(JSON.stringify(document)))).toBe(0);
    }
  });
});
