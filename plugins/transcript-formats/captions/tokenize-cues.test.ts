import { describe, expect, it } from '@jest/globals';
import { readTiming, tokenizeCues } from './tokenize-cues.js';
import { expectWithin } from '../../../test/support/expect-within.js';

const blocksOf = (text: string, numericIds = false) =>
  tokenizeCues(text, { numericIds }).blocks.map(({ id, startMs, endMs, lines }) => [
    id,
    startMs,
    endMs,
    lines.map((line) => line.text).join('|'),
  ]);

describe('tokenizeCues', () => {
  it('names cues by the line before their times, and leaves mere numbers out', () => {
    expect(blocksOf('WEBVTT\n\nintro\n00:01.000 --> 00:02.000\na\n\n2\n00:02.000 --> 00:03.000\nb\n')).toEqual([
      ['intro', 1000, 2000, 'a'],
      [null, 2000, 3000, 'b'],
    ]);
  });

  it('does not take the signature for an id', () => {
    const { header, blocks } = tokenizeCues('WEBVTT - A call\n00:01.000 --> 00:02.000\na', { numericIds: false });
    expect(header.map(({ text }) => text)).toEqual(['WEBVTT - A call']);
    expect(blocks[0]?.id).toBeNull();
  });

  it.each([
    ['numbers that go on', '1\n00:01,0 --> 00:02,0\na\n2\n00:02,0 --> 00:03,0\nb', ['a', 'b']],
    [
      'numbers with gaps',
      '1\n00:01,0 --> 00:02,0\na\n7\n00:02,0 --> 00:03,0\nb\n9\n00:03,0 --> 00:04,0\nc',
      ['a', 'b', 'c'],
    ],
    ['a first cue without its number', '00:01,0 --> 00:02,0\na\n2\n00:02,0 --> 00:03,0\nb', ['a', 'b']],
    ['numbers that were said', '00:01,0 --> 00:02,0\na\n2024\n00:02,0 --> 00:03,0\nb', ['a|2024', 'b']],
    ['a number alone in a cue', '1\n00:01,0 --> 00:02,0\n2024\n2\n00:02,0 --> 00:03,0\nb', ['2024', 'b']],
    ['empty cues', '1\n00:01,0 --> 00:02,0\n2\n00:02,0 --> 00:03,0\nb', ['', 'b']],
    ['words after a blank line', '1\n00:01,0 --> 00:02,0\na\n\nmore\n\n2\n00:02,0 --> 00:03,0\nb', ['a|more', 'b']],
  ])('%s', (_name, text, words) => {
    expect(blocksOf(text, true).map(([, , , said]) => said)).toEqual(words);
  });

  it('knows ids of utterances and of Webex without a blank line before them', () => {
    const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301/2-0';
    const text = `WEBVTT\n\n00:01.000 --> 00:02.000\na\n${id}\n00:02.000 --> 00:03.000\nb\n3 "Ann Lee" (12)\n00:03.000 --> 00:04.000\nc`;
    expect(blocksOf(text).map(([name, , , said]) => [name, said])).toEqual([
      [null, 'a'],
      [id, 'b'],
      ['3 "Ann Lee" (12)', 'c'],
    ]);
  });

  it('keeps arrows that are speech, and a cue that a note was put before', () => {
    const text =
      'WEBVTT\n\nNOTE from a --> b\n\n00:01.000 --> 00:02.000\ngo a --> b\n\nNOTE off\n00:02.000 --> 00:03.000\nc';
    expect(blocksOf(text).map(([, , , said]) => said)).toEqual(['go a --> b', 'c']);
  });

  it('keeps times of no length and times that run backwards, and counts those that it cannot read', () => {
    const text = 'WEBVTT\n\n00:02.000 --> 00:02.000\na\n\n00:09.000 --> 00:01.000\nb\n\n00:99:00.000 --> 00:01.000\nc';
    const { blocks, unreadableTimes } = tokenizeCues(text, { numericIds: false });
    expect(blocks.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [2000, 2000],
      [9000, 1000],
      [null, 1000],
    ]);
    expect(unreadableTimes).toBe(1);
  });

  it.each([
    ['00:00:01.000 --> 00:00:02.000', 1000, 2000],
    ['00:00:01,000 --> 00:00:02,000  X1:10', 1000, 2000],
    ['00:00:01.000\t-->\t00:00:02.000\tline:0', 1000, 2000],
    ['  00:00:01.000 --> 00:00:02.000', 1000, 2000],
    ['000:00:01.000 --> 1000:00:02.5', 1000, 3_600_002_500],
    ['01.000 --> 02.000', null, null],
  ])('reads %j', (line, startMs, endMs) => {
    const [block] = tokenizeCues(`${line}\nwords`, { numericIds: true }).blocks;
    expect([block?.startMs ?? null, block?.endMs ?? null]).toEqual([startMs, endMs]);
  });

  it('reads all times of a file by the one clock that lacks its zeros, wherever it stands', () => {
    const text = 'WEBVTT\n\n00:00:01.50 --> 00:00:02.500\na\n\n0:0:3.5 --> 0:0:4.20\nb';
    expect(blocksOf(text).map(([, startMs, endMs]) => [startMs, endMs])).toEqual([
      [1050, 2500],
      [3005, 4020],
    ]);
  });

  it('says where each line stands', () => {
    const text = '\uFEFF1\r\n00:00:01,000 --> 00:00:02,000\r\nHi there.\r\nAll well?\r\n';
    const [block] = tokenizeCues(text, { numericIds: true }).blocks;
    expect(block?.lines.map(({ start, end }) => text.slice(start, end))).toEqual(['Hi there.', 'All well?']);
  });

  it.each([
    ['line ends', '\r\n'],
    ['lines of one letter', 'a\n'],
    ['arrows', '-->\n'],
    ['numbers', '1\n'],
    ['notes', '\n\nNOTE\n'],
    ['one line of arrows', '--> '],
    ['one line of clocks', '0:0:0.0'],
    ['dashes', '- a\n'],
  ])('takes no more time for a hostile file of %s than its length asks for', (_name, piece) => {
    const text = `WEBVTT\n\n00:01.000 --> 00:02.000\n${piece.repeat(1_000_000 / piece.length)}`;
    expectWithin(2000, () => tokenizeCues(text, { numericIds: false }));
  });
});

describe('readTiming', () => {
  it('answers the two times as written, null for any other line', () => {
    expect(readTiming('0:0:1.5 --> 0:0:2.75 align:start')).toEqual({ start: '0:0:1.5', end: '0:0:2.75' });
    expect(readTiming('so 1:30 --> 2:30')).toBeNull();
    expect(readTiming('--> 00:01.000')).toBeNull();
  });
});
