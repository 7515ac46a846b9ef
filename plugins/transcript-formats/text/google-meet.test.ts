import { describe, expect, it } from '@jest/globals';
import { googleMeet } from './google-meet.js';
import { parsedBy, sourceOf } from '../test-support.js';

const TURNS =
  'Dana Whitfield:  Hi there.\nWill Harper:  The thing is: we wait.\n\n00:05:00\n\nDana Whitfield:  How long?\n';
const HEADER =
  'Demo: part 2 (2023-04-20 16:04 GMT+1) - Transcript\nAttendees\nDana Whitfield, Will Harper\n\n00:00:00\n\n';
const END =
  'Transcription ended after 00:30:30\nThis editable transcript was computer generated and might contain errors.\n';
const said = (text: string) =>
  parsedBy(googleMeet, text).cues.map((cue) => [cue.speaker, cue.startMs, cue.notBeforeMs, cue.text]);

describe('googleMeet', () => {
  it('gives turns the time of their block as a lower bound, never as a start', () => {
    expect(said(HEADER + TURNS + END)).toEqual([
      ['Dana Whitfield', null, 0, 'Hi there.'],
      ['Will Harper', null, 0, 'The thing is: we wait.'],
      ['Dana Whitfield', null, 300_000, 'How long?'],
    ]);
  });

  it('reads title, start, length and attendees', () => {
    const { metadata, participants } = parsedBy(googleMeet, HEADER + TURNS + END);
    expect(metadata).toEqual({ title: 'Demo: part 2', startedAt: '2023-04-20T16:04:00+01:00', durationMs: 1_830_000 });
    expect(participants.map(({ label }) => label)).toEqual(['Dana Whitfield', 'Will Harper']);
  });

  it.each([
    ['2024/11/21 15:51 GMT', '2024-11-21T15:51:00Z'],
    ['2024-11-21 15:51 GMT-03:30', '2024-11-21T15:51:00-03:30'],
    ['2024-11-21 9:51 UTC', '2024-11-21T09:51:00Z'],
    ['2024-11-21 15:51 CET', undefined],
    ['2024-11-21', undefined],
    ['2024-13-41 15:51 GMT', undefined],
  ])('%s starts at %s', (stamp, startedAt) => {
    const text = HEADER.replace('2023-04-20 16:04 GMT+1', stamp) + TURNS;
    expect(parsedBy(googleMeet, text).metadata.startedAt).toBe(startedAt);
  });

  it('reads Markdown: bold names, headings with times and anchors, escapes', () => {
    const text = `# Call \\- Transcript\n\n### 00:01:22 {#00:01:22}\n\n**Will Harper:** A follow\\-up\\.\n\nNote: go on\n\n**Dana (Sales)**: Yes\\!\n`;
    expect(said(text)).toEqual([
      ['Will Harper', null, 82_000, 'A follow-up. Note: go on'],
      ['Dana (Sales)', null, 82_000, 'Yes!'],
    ]);
  });

  it('takes only the transcript of a document with notes, and points into the whole', () => {
    const notes =
      '📝 Notes\nMar 3, 2026\nDana Whitfield: will send the link.\nWill Harper: waits.\n\n📖 Transcript\nMar 3, 2026\nDemo - Transcript\n00:00:00\n';
    const { cues } = parsedBy(googleMeet, notes + TURNS);
    expect(cues.map(({ offset }) => (notes + TURNS).slice(...offset))).toEqual([
      'Hi there.',
      'The thing is: we wait.',
      'How long?',
    ]);
  });

  it('keeps paragraphs of one speaker apart from the next, and stops at the end mark', () => {
    const text = `${HEADER}${TURNS}It goes on.\n\n${END}Dana Whitfield: not speech\n`;
    expect(said(text).at(-1)?.[3]).toBe('How long? It goes on.');
  });

  it.each([
    ['header and blocks', HEADER + TURNS, 0.97],
    ['the end mark', TURNS + END, 0.99],
    [
      'attendees and a title',
      'Demo - Transcript\nAttendees\nDana Whitfield, Bo Lee\nDana Whitfield: Hi\nBo Lee: Hello\n',
      0.97,
    ],
    ['a title alone', 'Demo - Transcript\nDana Whitfield: Hi\nBo Lee: Hello\n', 0],
    ['the end mark alone', END, 0],
    ['marks without turns', HEADER + END, 0],
    ['prose', 'A transcript is a text.\nIt has lines.\n', 0],
    ['nothing', '', 0],
  ])('detects %s', (_name, text, confidence) => expect(googleMeet.detect(sourceOf(text))).toBe(confidence));
});
