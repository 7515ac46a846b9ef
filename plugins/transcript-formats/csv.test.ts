import { describe, expect, it } from '@jest/globals';
import type { ParseHints, TranscriptSource } from 'debrief/plugin-api';
import { csv } from './csv.js';

const source = (text: string): TranscriptSource => ({ bytes: Buffer.from(text), text, encoding: 'utf-8' });

function read(text: string, hints: ParseHints = {}) {
  const result = csv.parse(source(text), hints);
  if (result.outcome !== 'PARSED') throw new Error(JSON.stringify(result));
  return result;
}

const brief = (text: string, hints?: ParseHints) =>
  read(text, hints).cues.map((cue) => [cue.speaker, cue.startMs, cue.endMs, cue.text]);

describe('csv', () => {
  it('reads rows with quotes, line breaks in cells and offsets', () => {
    const text = 'speaker,start,end,text\r\nAnn,0.5,2.25,"Hello, ""Bo"""\r\nBo,2.5,3,"Hi\r\nthere"\r\n';
    expect(brief(text)).toEqual([
      ['Ann', 500, 2250, 'Hello, "Bo"'],
      ['Bo', 2500, 3000, 'Hi there'],
    ]);
    expect(text.slice(...read(text).cues[1]!.offset).trim()).toBe('Bo,2.5,3,"Hi\r\nthere"');
  });

  it.each([
    ['tabs and other words', 'Line\tSpkr\tStTime\tContent\tEnTime\n1\tAnn\t0.5\tHello\t2.25\n2\tBo\t2.5\tHi\t3\n'],
    ['semicolons and decimal commas', '\uFEFFName;Begin;End;Utterance\nAnn;0,5;2,25;Hello\nBo;2,5;3;Hi\n'],
    ['sep= line', 'sep=;\nSpeaker;Start (s);End (s);Message\nAnn;0.5;2.25;Hello\nBo;2.5;3;Hi\n'],
    ['bars and clocks', 'participant|from|to|sentence\nAnn|00:00:00.500|00:00:02.250|Hello\nBo|0:02.5|0:03|Hi\n'],
    ['milliseconds by header', 'speaker_name,start_ms,end_ms,text\nAnn,500,2250,Hello\nBo,2500,3000,Hi\n'],
    [
      'absolute times',
      'who,start_time,end_time,body\nAnn,2026-01-02T10:00:00.500Z,2026-01-02T10:00:02.250Z,Hello\nBo,2026-01-02T10:00:02.500Z,2026-01-02T10:00:03Z,Hi\n',
    ],
  ])('%s', (name, text) => {
    const shift = name === 'absolute times' ? 500 : 0;
    expect(brief(text)).toEqual([
      ['Ann', 500 - shift, 2250 - shift, 'Hello'],
      ['Bo', 2500 - shift, 3000 - shift, 'Hi'],
    ]);
  });

  it('tells milliseconds from seconds by how fast people would speak, unless told', () => {
    const rows = Array.from(
      { length: 10 },
      (_, at) => `${at % 2 ? 'Ann' : 'Bo'},${at * 3000},one two three four five six`,
    );
    const text = `speaker,start,text\n${rows.join('\n')}`;
    expect(brief(text)[1]?.[1]).toBe(3000);
    expect(brief(text, { timeUnit: 's' })[1]?.[1]).toBe(3_000_000);
    expect(brief(text.replaceAll('000,', ','))[1]?.[1]).toBe(3000);
  });

  it('joins words that spill over the last column', () => {
    expect(brief('speaker,text\nAnn,Hello, Bo, how are you\n')).toEqual([
      ['Ann', null, null, 'Hello, Bo, how are you'],
    ]);
  });

  it('takes sides, addresses and companies from columns of their own', () => {
    const text =
      'speaker,role,email,company,text\nAnn,Sales Rep,ann@nimbus.example,Nimbus,Hi\nBo,customer,,Acme,Hello\nCy,user,,,Hey\n';
    expect(read(text).participants).toEqual([
      { label: 'Ann', role: 'REP', email: 'ann@nimbus.example', affiliation: 'Nimbus' },
      { label: 'Bo', role: 'CUSTOMER', affiliation: 'Acme' },
    ]);
  });

  it('reads the role column as speaker where there is no other', () => {
    expect(brief('role,content\nagent,Hello\ncaller,Hi\n').map(([speaker]) => speaker)).toEqual(['agent', 'caller']);
  });

  it('warns of a quotation mark that is never closed and keeps the rows before', () => {
    const result = read('speaker,text\nAnn,Hello\nBo,"Hi there');
    expect(result.cues.map((cue) => cue.text)).toEqual(['Hello', 'Hi there']);
    expect(result.warnings).toMatchObject([{ code: 'QUOTE_UNCLOSED' }]);
  });

  it('refuses several calls in one file, tables without words, and headers alone', () => {
    expect(csv.parse(source('call_id,speaker,text\n1,Ann,hi\n2,Bo,ho\n'), {})).toMatchObject({
      code: 'FORMAT_UNSUPPORTED',
    });
    expect(csv.parse(source('a,b\n1,2\n'), {})).toMatchObject({ code: 'FORMAT_INVALID' });
    expect(csv.parse(source('speaker,text\n'), {})).toMatchObject({ code: 'TRANSCRIPT_EMPTY' });
  });

  it('claims tables of speech only', () => {
    expect(csv.detect(source('speaker,text\nAnn,hi'))).toBeGreaterThan(0.8);
    expect(csv.detect(source('sku,price\n1,2'))).toBe(0);
    expect(csv.detect(source('Ann: hi, text, speaker\nBo: ho'))).toBe(0);
  });
});
