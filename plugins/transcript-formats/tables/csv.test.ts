import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ParseHints } from 'debrief/plugin-api';
import { csv } from './csv.js';
import { parsedBy, sourceOf } from '../test-support.js';
import { expectWithin } from '../../../test/support/expect-within.js';

const read = (text: string, hints: ParseHints = {}) => parsedBy(csv, text, hints);
const brief = (text: string, hints?: ParseHints) =>
  read(text, hints).cues.map((cue) => [cue.speaker, cue.startMs, cue.endMs, cue.text]);
const said = (text: string) => read(text).cues.map((cue) => [cue.speaker, cue.text]);
const codes = (text: string) => read(text).warnings.map(({ code }) => code);
const detect = (text: string) => csv.detect(sourceOf(text));

function calls(text: string) {
  const result = csv.parse(sourceOf(text), {});
  if (result.outcome !== 'SPLIT') throw new Error(JSON.stringify(result));
  return result.calls;
}

const TWO = [
  ['Ann', 500, 2250, 'Hello'],
  ['Bo', 2500, 3000, 'Hi'],
];

describe('csv: one row per utterance', () => {
  it('reads rows with quotes, line breaks in cells and offsets', () => {
    const text = 'speaker,start,end,text\r\nAnn,0.5,2.25,"Hello, ""Bo"""\r\nBo,2.5,3,"Hi\r\nthere"\r\n';
    expect(brief(text)).toEqual([
      ['Ann', 500, 2250, 'Hello, "Bo"'],
      ['Bo', 2500, 3000, 'Hi there'],
    ]);
    expect(text.slice(...read(text).cues[1]!.offset)).toBe('Bo,2.5,3,"Hi\r\nthere"');
  });

  it.each([
    ['tabs and other words', 'Line\tSpkr\tStTime\tContent\tEnTime\n1\tAnn\t0.5\tHello\t2.25\n2\tBo\t2.5\tHi\t3\n'],
    ['semicolons and decimal commas', '\uFEFFName;Begin;End;Utterance\nAnn;0,5;2,25;Hello\nBo;2,5;3;Hi\n'],
    ['sep= line', 'sep=;\nSpeaker;Start (s);End (s);Message\nAnn;0.5;2.25;Hello\nBo;2.5;3;Hi\n'],
    ['bars and clocks', 'participant|from|to|sentence\nAnn|00:00:00.500|00:00:02.250|Hello\nBo|0:02.5|0:03|Hi\n'],
    ['milliseconds by header', 'speaker_name,start_ms,end_ms,text\nAnn,500,2250,Hello\nBo,2500,3000,Hi\n'],
    [
      'a table in Markdown',
      '| Speaker | In | Out | Words |\n|:--|---|---|---:|\n| Ann | 0:00.5 | 0:02.25 | Hello |\n| Bo | 0:02.5 | 0:03 | Hi |\n',
    ],
    ['lines above the header', 'Synthetic call\n\nSpeaker,Start,End,Text\nAnn,0.5,2.25,Hello\nBo,2.5,3,Hi\n'],
    ['units beside the numbers', 'who;begin;end;said\nAnn;500ms;2250 ms;Hello\nBo;2.5s;3 s;Hi\n'],
    ['quoted cells everywhere', '"speaker","start","end","text"\n"Ann","0.5","2.25","Hello"\n"Bo","2.5","3","Hi"\n'],
    ['empty columns to the right', 'speaker,start,end,text\nAnn,0.5,2.25,Hello,,,\nBo,2.5,3,Hi,,\n'],
  ])('%s', (_name, text) => {
    expect(brief(text)).toEqual(TWO);
    expect(detect(text)).toBeGreaterThanOrEqual(0.88);
  });

  it.each([
    ['ISO with zone', '2026-01-02T10:00:00.500Z', '2026-01-02T10:00:03Z', 2500, '2026-01-02T10:00:00.500Z'],
    ['ISO without zone', '2026-01-02 10:00:00', '2026-01-02 10:00:03,250', 3250, undefined],
    ['American, past midnight', '1/31/2026 11:59:58 PM', '2/1/2026 12:00:03 AM', 5000, undefined],
    ['German', '31.01.2026 10:00:58', '31.01.2026 10:01:03', 5000, undefined],
    ['milliseconds since 1970', '1767348000500', '1767348003000', 2500, '2026-01-02T10:00:00.500Z'],
    ['seconds since 1970', '1767348000', '1767348002.5', 2500, '2026-01-02T10:00:00.000Z'],
  ])('counts absolute times from the first: %s', (_name, first, second, expected, startedAt) => {
    const result = read(`speaker;timestamp;text\nAnn;${first};Hello\nBo;${second};Hi\nAnn;;So\n`);
    expect(result.cues.map((cue) => cue.startMs)).toEqual([0, expected, null]);
    expect(result.metadata.startedAt).toBe(startedAt);
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

  it('keeps a cue whose time cannot be read, and says so', () => {
    const text = 'speaker,start,text\nAnn,0:01,Hi\nBo,soon,Hello\nAnn,0:05,So\nBo,0:99,Yes\n';
    expect(brief(text).map(([, start]) => start)).toEqual([1000, null, 5000, null]);
    expect(codes(text)).toEqual(['TIME_UNREADABLE']);
  });

  it.each([
    ['the last column', 'speaker,text\nAnn,Hello, Bo, how are you\n', 'Hello, Bo, how are you'],
    ['a column in the middle', 'speaker,text,start\nAnn,Hello, Bo, you,0:01\n', 'Hello, Bo, you'],
    ['words with marks', 'speaker,text\nAnn,Well, "maybe", he said\n', 'Well, "maybe", he said'],
  ])('joins words that spill over %s', (_name, text, expected) => {
    expect(read(text).cues.map((cue) => cue.text)).toEqual([expected]);
  });

  it('takes sides, addresses, companies and confidence from columns of their own', () => {
    const text =
      'speaker,role,email,company,confidence,text\nAnn,Sales Rep,ann@nimbus.example,Nimbus,0.91,Hi\nBo,customer,,Acme,87%,Hello\nCy,user,,,x,Hey\n';
    expect(read(text).participants).toEqual([
      { label: 'Ann', role: 'REP', email: 'ann@nimbus.example', affiliation: 'Nimbus' },
      { label: 'Bo', role: 'CUSTOMER', affiliation: 'Acme' },
    ]);
    expect(read(text).cues.map((cue) => cue.confidence)).toEqual([0.91, 0.87, undefined]);
  });

  it.each([
    ['the role', 'role,content\nagent,Hello\ncaller,Hi\n', ['agent', 'caller']],
    ['numbers', 'interlocutor,text\n0,Hello\n1,Hi\n', ['Speaker 0', 'Speaker 1']],
    ['channels', 'channel,text\n0,Hello\n1,Hi\n', ['Channel 0', 'Channel 1']],
    [
      'a header that says nothing',
      'text,B4\nHello there,0\nHi you,1\nSo now,0\nYes please,1\n',
      ['Speaker 0', 'Speaker 1', 'Speaker 0', 'Speaker 1'],
    ],
    ['a column called "from"', 'sender,text\nAnn:,Hello\nBo:,Hi\n', ['Ann', 'Bo']],
    ['changes only', 'speaker,text\nAnn,Hello\n,still me\nBo,Hi\n,and on\n', ['Ann', 'Ann', 'Bo', 'Bo']],
    ['nobody, where names repeat', 'speaker,text\nAnn,Hello\n,who?\nAnn,Hi\nBo,x\n', ['Ann', null, 'Ann', 'Bo']],
  ])('finds speakers by %s', (_name, text, speakers) => {
    expect(read(text).cues.map((cue) => cue.speaker)).toEqual(speakers);
  });

  it('leaves out what another annotator saw as well, and what stands there twice', () => {
    const text =
      'utterance_id,interlocutor,timestamp,utterance_text,annotator_id\n0,therapist,0:01,Hi there,1\n0,therapist,0:01,Hi there,2\n1,client,0:02,Yeah,1\n2,client,0:03,Yeah,1\n';
    expect(brief(text).map(([speaker, start]) => [speaker, start])).toEqual([
      ['therapist', 1000],
      ['client', 2000],
      ['client', 3000],
    ]);
    expect(codes(text)).toEqual(['DUPLICATE_ROWS']);
    const plain = 'speaker,text,annotator\nAnn,Yeah,1\nBo,No,1\nAnn,Yeah,1\nAnn,Yeah,2\nBo,No,2\nAnn,Yeah,2\n';
    expect(said(plain)).toEqual([
      ['Ann', 'Yeah'],
      ['Bo', 'No'],
      ['Ann', 'Yeah'],
    ]);
    expect(codes('speaker,text\nAnn,Yeah\nAnn,Yeah\n')).toEqual([]);
  });

  it('reads a table without a header by what stands in its columns, less sure', () => {
    const text =
      '0:01,Ann,"Hello Bo, how are you"\n0:04,Bo,I am fine, thank you\n0:09,Ann,Good to hear that\n0:12,Bo,What is it about?\n';
    expect(brief(text).map((cue) => cue.slice(0, 2))).toEqual([
      ['Ann', 1000],
      ['Bo', 4000],
      ['Ann', 9000],
      ['Bo', 12_000],
    ]);
    expect(read(text).cues[1]?.text).toBe('I am fine, thank you');
    expect(codes(text)).toEqual(['COLUMNS_GUESSED']);
    expect(detect(text)).toBeCloseTo(0.7);
    expect(detect('0.5\t2.5\thello there you\n2.5\t4.0\tgood to see you\n4.5\t6.0\thow have you been\n')).toBeCloseTo(
      0.4,
    );
  });

  it('goes on after a quotation mark that is never closed', () => {
    const text = 'speaker,text\nAnn,Hello\nBo,"Hi there\nAnn,So\nBo,"Quoted, well"\n';
    expect(said(text)).toEqual([
      ['Ann', 'Hello'],
      ['Bo', 'Hi there'],
      ['Ann', 'So'],
      ['Bo', 'Quoted, well'],
    ]);
    const odd = 'speaker,text\nAnn,"Hello, you"\nBo,"Hi there\nAnn,So\nBo,Yes\n';
    expect(said(odd)).toEqual([
      ['Ann', 'Hello, you'],
      ['Bo', 'Hi there'],
      ['Ann', 'So'],
      ['Bo', 'Yes'],
    ]);
    expect(codes(odd)).toEqual(['QUOTE_UNCLOSED']);
  });

  it('splits a table of several calls, each with the header', () => {
    const text =
      'sep=;\ncall_id;title;speaker;text\n7;First;Ann;Hi\n7;First;Bo;Ho\n9;Second;Cy;Hey\n;;Di;You\n7;First;Ann;Bye\n';
    const [first, second] = calls(text);
    expect(first).toEqual({
      fileName: '7.csv',
      format: 'csv',
      metadata: { title: 'First', externalRef: '7' },
      text: 'sep=;\ncall_id;title;speaker;text\n7;First;Ann;Hi\n7;First;Bo;Ho\n7;First;Ann;Bye\n',
    });
    expect(said(second!.text)).toEqual([
      ['Cy', 'Hey'],
      ['Di', 'You'],
    ]);
    expect(read(first!.text).metadata).toEqual({ title: 'First', externalRef: '7' });
  });

  it('takes ids that no two rows share for numbers of utterances', () => {
    expect(read('call_id,speaker,text\n1,Ann,a\n2,Bo,b\n3,Ann,c\n4,Bo,d\n').cues).toHaveLength(4);
  });

  it('refuses tables without words, and headers alone', () => {
    expect(csv.parse(sourceOf('a,b\n1,2\n'), {})).toMatchObject({ code: 'FORMAT_INVALID' });
    expect(csv.parse(sourceOf('speaker,text\n'), {})).toMatchObject({ code: 'TRANSCRIPT_EMPTY' });
  });

  it.each([
    ['prices', 'sku,price\n1,2\n'],
    ['dialogue in lines', 'Ann: hi, text, speaker\nBo: ho'],
    [
      'mail',
      'from,to,subject,body\nann@a.test,bo@b.test,Hi,Hello there Bo\nbo@b.test,ann@a.test,Re: Hi,Hello there Ann\n',
    ],
    [
      'a log',
      '2026-01-02 10:00:00,INFO,Server started on port\n2026-01-02 10:00:01,WARN,Disk is nearly full\n2026-01-02 10:00:02,INFO,Request served in time\n2026-01-02 10:00:03,WARN,Disk is very full\n',
    ],
    [
      'reviews',
      'name,text\nAnn,Nice thing here\nBo,Bad thing here\nCy,Good thing here\nDi,Odd thing here\nEd,So so thing\n',
    ],
    ['labeled sentences', 'text,label\nGood thing this,positive\nBad thing this,negative\n'],
    ['rows of numbers', '1,2,3\n4,5,6\n7,8,9\n'],
    ['JSON', '[{"speaker":"Ann","text":"hi"},\n{"speaker":"Bo","text":"ho"}]'],
    ['tasks', 'open,Ann,Fix the broken build now\ndone,Bo,Write the missing page soon\nopen,Cy,Ask for the new key\n'],
  ])('does not claim %s', (_name, text) => {
    expect(detect(text)).toBeLessThan(0.3);
  });

  it('reads hostile tables in linear time', () => {
    for (const part of ['a', '"', '""', ',', '"a', '",', ' ', '\t', '|', '-', '1:', '\n"', '0.5,', 'a!']) {
      const line = part.repeat(50_000 / part.length);
      for (const text of [line, `speaker,text\nAnn,${line}\n`, `speaker,text\nAnn,"${line}\nBo,hi\n`]) {
        const hostile = () => {
          csv.detect(sourceOf(text));
          csv.parse(sourceOf(text), {});
        };
        expectWithin(250, hostile, part);
      }
    }
  });
});

describe('csv: turns written as a table read back as the same turns', () => {
  const word = fc.string({ unit: fc.constantFrom(...Array.from('abzé,;|"\'-0 9\t')), minLength: 1, maxLength: 8 });
  const turn = fc.record({
    speaker: fc.constantFrom('Ann "A" Lee', 'Bo; Chan', 'Cy | Nimbus', 'Dee, Di'),
    text: fc
      .array(word, { minLength: 1, maxLength: 9 })
      .map((words) => `so ${words.join(' ')}`.replace(/\s+/g, ' ').trim()),
    startMs: fc.nat(5_000_000),
  });
  const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

  it.each([',', ';', '\t', '|'])('between %j', (delimiter) => {
    fc.assert(
      fc.property(
        fc.array(turn, { minLength: 3, maxLength: 12 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        (turns, end) => {
          const rows = turns.map(({ speaker, text, startMs }) =>
            [quote(speaker), String(startMs), quote(text)].join(delimiter),
          );
          const text = [['speaker', 'start_ms', 'text'].join(delimiter), ...rows, ''].join(end);
          const unique = turns.filter(
            (one, at) => turns.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === at,
          );
          expect(brief(text)).toEqual(unique.map((one) => [one.speaker, one.startMs, null, one.text]));
        },
      ),
      { numRuns: 100 },
    );
  });
});
