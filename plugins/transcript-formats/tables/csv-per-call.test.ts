import { describe, expect, it } from '@jest/globals';
import { csvPerCall } from './csv-per-call.js';
import { csv } from './csv.js';
import { parsedBy, sourceOf } from '../test-support.js';

const CALL = 'Rep: Hi, this is Dana.\nBuyer: Hello.\nRep: What do you use today?\nBuyer: Paper, mostly.';
const OTHER = CALL.replace('Paper', 'Sheets');
const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const detect = (text: string) => csvPerCall.detect(sourceOf(text));

function calls(text: string) {
  const result = csvPerCall.parse(sourceOf(text), {});
  if (result.outcome !== 'SPLIT') throw new Error(JSON.stringify(result));
  return result.calls;
}

describe('csv-per-call', () => {
  it('makes a file of each row, with its id and title', () => {
    const text = `id,title,outcome,transcript\n17,Discovery,won,${quote(CALL)}\n18,Demo,lost,${quote(OTHER)}\n19,Empty,lost,\n`;
    expect(calls(text)).toEqual([
      { fileName: '17.txt', text: CALL, metadata: { title: 'Discovery', externalRef: '17' } },
      { fileName: '18.txt', text: OTHER, metadata: { title: 'Demo', externalRef: '18' } },
    ]);
    expect(detect(text)).toBeGreaterThan(csv.detect(sourceOf(text)));
  });

  it.each([
    ['another name of the column', `Company,Full conversation\nAcme,${quote(CALL)}\nGlobex,${quote(OTHER)}\n`],
    ['no header', `Acme,${quote(CALL)}\nGlobex,${quote(OTHER)}\n`],
    ['tabs', `Company\tCall\nAcme\t${quote(CALL)}\nGlobex\t${quote(OTHER)}\n`],
    [
      'breaks written as \\n',
      `Company,Call\nAcme,${quote(CALL.replaceAll('\n', '\\n'))}\nGlobex,${quote(OTHER.replaceAll('\n', '\\n'))}\n`,
    ],
  ])('finds the cells by what they hold: %s', (_name, text) => {
    expect(detect(text)).toBe(0.96);
    expect(calls(text).map((part) => part.text)).toEqual([CALL, OTHER]);
    expect(calls(text).map((part) => part.fileName)).toEqual(['call-1.txt', 'call-2.txt']);
  });

  it.each(['\n', '\r\n', '\r'])('reads a single call where it stands, lines ending with %j', (end) => {
    const spoken = CALL.replace('Hello', 'Hello, "Dana"').replaceAll('\n', end);
    const text = `id,transcript,outcome${end}7,${quote(spoken)},won${end}`;
    const result = parsedBy(csvPerCall, text);
    expect(result.cues.map((cue) => cue.text)).toEqual([
      'Hi, this is Dana.',
      'Hello, "Dana".',
      'What do you use today?',
      'Paper, mostly.',
    ]);
    expect(result.cues.map((cue) => text.slice(...cue.offset))).toEqual([
      'Hi, this is Dana.',
      'Hello, ""Dana"".',
      'What do you use today?',
      'Paper, mostly.',
    ]);
    expect(result.metadata.externalRef).toBe('7');
  });

  it.each([
    ['one row per utterance', 'speaker,text\nAnn,"Hi\nthere"\nBo,"Ho\nhum"\n'],
    ['notes in a cell', `id,notes\n1,${quote('We met on Monday.\nNobody said much.\nIt rained.')}\n`],
    ['plain dialogue', CALL],
    ['dialogue with a quotation', 'Ann: "Hi,\nBo: ho, hum"\nAnn: So, well\nBo: No, thanks\n'],
    ['JSON', JSON.stringify({ a: CALL })],
  ])('does not claim %s', (_name, text) => {
    expect(detect(text)).toBe(0);
    expect(csvPerCall.parse(sourceOf(text), {}).outcome).toBe('REFUSED');
  });
});
