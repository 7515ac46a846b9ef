import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { expectWithin } from '../../../test/support/expect-within.js';
import { findDocument } from './find-document.js';

const DOCUMENT = JSON.stringify({ a: { b: [1, { c: 'x } ] " \\ {' }] }, text: 'He said: "{no}" [turn 3]' }, null, 1);
const THOUGHTS = 'I have to give { "dimensions": ... } with quotes. See [turn 3] and [3], or {this}.';

describe('findDocument', () => {
  test.each([
    ['alone', DOCUMENT],
    ['after a byte order mark and blanks', `\uFEFF\u00A0\n${DOCUMENT}\u200B \n`],
    ['in a fence', `\`\`\`json\n${DOCUMENT}\n\`\`\``],
    ['in a fence without a word', `\`\`\`\n${DOCUMENT}\n\`\`\``],
    ['in a fence on one line', `\`\`\`json ${DOCUMENT} \`\`\``],
    ['in a fence that is never closed', `\`\`\`json\n${DOCUMENT}`],
    ['in a fence of tildes', `~~~json\n${DOCUMENT}\n~~~`],
    ['in a fence with more ticks behind it', `\`\`\`json\n${DOCUMENT}\n\`\`\`\n\nI kept to the \`\`\`json\`\`\` form.`],
    ['behind thoughts', `<think>\n${THOUGHTS}\n</think>\n\n${DOCUMENT}`],
    ['behind thoughts that never began', `${THOUGHTS}\n</think>\n${DOCUMENT}`],
    [
      'behind thoughts with a bracket that is never closed',
      `<think>I begin with {"a": [ and {"b": 1}</think>${DOCUMENT}`,
    ],
    ['in a fence behind thoughts', `<think>${THOUGHTS}</think>\n\`\`\`json\n${DOCUMENT}\n\`\`\``],
    ['between sentences', `Sure, here it is:\n${DOCUMENT}\n\nI hope this helps.`],
    ['behind a word', `json\n${DOCUMENT}`],
    ['in a tag', `<output>${DOCUMENT}</output>`],
    ['behind an open quotation mark', `He said "yes.\n${DOCUMENT}`],
  ])('reads a document %s', (_where, content) => {
    expect(findDocument(content)).toBe(DOCUMENT);
  });

  test.each([
    ['two documents', `${DOCUMENT}\n${DOCUMENT}`],
    ['a small one before it', `{"a": 1} ${DOCUMENT}`],
    ['one behind a bracket that is never closed', `I begin with {"a" and then ${DOCUMENT}`],
    ['half a document', DOCUMENT.slice(0, -4)],
    ['one with a comma too many', DOCUMENT.replace(/\}$/, ',}')],
    ['words', 'A good call.'],
    ['thoughts alone', THOUGHTS],
    ['nothing', ''],
  ])('leaves %s as it is', (_what, content) => {
    expect(findDocument(content)).toBe(content);
  });

  const QUOTING = JSON.stringify({ quote: 'so I said </think>{"x":1} and left' });
  test.each([
    ['in a fence', `\`\`\`json\n${QUOTING}\n\`\`\``],
    ['between sentences', `Sure: ${QUOTING} and no more`],
    ['behind thoughts', `<reasoning>x</reasoning>${QUOTING}`],
    ['behind thoughts with an open bracket', `<think>{"a": [</think>${QUOTING}`],
    ['before thoughts', `${QUOTING}<think>ok</think>`],
    ['behind thoughts with a draft', `<think>{"a": 1}</think>${QUOTING}`],
  ])('speech that quotes the end of thoughts changes nothing, %s', (_where, content) => {
    expect(findDocument(content)).toBe(QUOTING);
  });

  test('a list is a document as a whole, and not each of its members', () => {
    expect(findDocument(`Here: [${DOCUMENT}] and no more`)).toBe(`[${DOCUMENT}]`);
    expect(findDocument(`[${DOCUMENT}]`)).toBe(`[${DOCUMENT}]`);
  });

  test('whatever is in a document, it is found whole between words without brackets', () => {
    const words = fc.string().map((text) => text.replace(/[{[\]}]/g, ''));
    const document = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }).map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(words, document, words, (before, json, after) => {
        expect(findDocument(`-${before}${json}${after}-`)).toBe(json);
      }),
    );
  });

  test.each([
    ['brackets that are never closed', '{"a":'.repeat(200_000)],
    ['quotes', '{"'.repeat(300_000)],
    ['lists', '[{'.repeat(300_000)],
    ['small faults', '{"a"} '.repeat(150_000)],
  ])('a mebibyte of %s takes no time', (_what, content) => {
    expectWithin(1_000, () => expect(findDocument(content)).toBe(content.trim()));
  });
});
