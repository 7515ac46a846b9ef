import { describe, expect, it } from '@jest/globals';
import { plainText } from './plain-text.js';
import { parsedBy, sourceOf } from '../test-support.js';

const CALL = 'Rep: Hi, this is Dana.\nBuyer: Hello.\nRep: What do you use?\nBuyer: Paper.\n';
const OTHER = 'Ann: Hi, Ann here.\nBo: Hello there.\nAnn: How do you work?\nBo: By hand.\n';

function calls(text: string) {
  const result = plainText.parse(sourceOf(text), {});
  if (result.outcome !== 'SPLIT') throw new Error(JSON.stringify(result).slice(0, 300));
  return result.calls;
}

const speakers = (text: string) => [...new Set(parsedBy(plainText, text).cues.map((cue) => cue.speaker))];

describe('plain-text: several calls in one file', () => {
  it.each([
    [
      'headings with numbers',
      `# Synthetic calls\n\n### Call Transcript #1\n\n${CALL}\n### Call Transcript #2: Acme\n\n${OTHER}`,
      'Call Transcript #2: Acme',
    ],
    ['plain lines with numbers', `Call 1\n${CALL}\nCall 2\n${OTHER}`, 'Call 2'],
    [
      'bold lines and rules',
      `**Transcript 1 of 2**\n${CALL}\n---\n\n**Transcript 2 of 2**\n${OTHER}`,
      'Transcript 2 of 2',
    ],
    [
      'lines with rules around',
      `===== CONVERSATION 1 =====\n${CALL}\n===== CONVERSATION 2 =====\n${OTHER}`,
      'CONVERSATION 2',
    ],
    ['letters', `## Scenario A\n${CALL}\n## Scenario B\n${OTHER}`, 'Scenario B'],
    [
      'headers of their own',
      `Title: One\nDate: 2026-03-02\n\n${CALL}\n---\n\nTitle: Two\nDate: 2026-03-03\n\n${OTHER}`,
      'Two',
    ],
    [
      'headers under headings',
      `## Monday\n\n**Title:** One\n**Date:** 2026-03-02\n\n${CALL}\n## Tuesday\n\n**Title:** Two\n**Date:** 2026-03-03\n\n${OTHER}`,
      'Two',
    ],
    ['a table of contents first', `Call 1\nCall 2\n\n# Call 1\n${CALL}\n# Call 2\n${OTHER}`, 'Call 2'],
  ])('%s', (_name, text, title) => {
    const [first, second, ...rest] = calls(text);
    expect(rest).toEqual([]);
    expect(speakers(first!.text)).toEqual(['Rep', 'Buyer']);
    expect(speakers(second!.text)).toEqual(['Ann', 'Bo']);
    expect(second!.metadata.title).toBe(title);
    expect(text).toContain(second!.text);
    expect(plainText.detect(sourceOf(text))).toBeGreaterThanOrEqual(0.3);
  });

  it('names the parts by the ids of the calls', () => {
    const text = `Call ID: A/7\nDate: 2026-03-02\n\n${CALL}\n----\nCall ID: B/8\nDate: 2026-03-03\n\n${OTHER}`;
    expect(calls(text).map(({ fileName, metadata, format }) => [fileName, metadata.externalRef, format])).toEqual([
      ['A-7.txt', 'A/7', 'plain-text'],
      ['B-8.txt', 'B/8', 'plain-text'],
    ]);
  });

  it('keeps what somebody said, however short the call, and no heading that has nothing under it', () => {
    const text = `# Synthetic calls\n\n# Call 1\n${CALL}\n# Call 2\nAnn: Hello?\n\n# Call 3: none\n\n# Call 4\n${OTHER}\n# Call 5: none`;
    expect(calls(text).map(({ metadata }) => metadata.title)).toEqual(['Call 1', 'Call 2', 'Call 4']);
    expect(calls(text)[1]!.text).toContain('Ann: Hello?');
  });

  it.each([
    ['one call with parts', `# Part 1\n${CALL}\n# Part 2\n${CALL}`],
    ['one numbered call', `# Call 1\n${CALL}`],
    [
      'a header and a footer alike',
      `Date: 2026-03-02\nDuration: 3 min\n\n${CALL}\nDate: 2026-03-02\nDuration: 3 min\n`,
    ],
    ['words that count calls', `Rep: Hi.\nBuyer: Hello.\nRep: Was that\ncall 2\nor\ncall 3\nthen?\nBuyer: Three.\n`],
  ])('leaves %s whole', (_name, text) => {
    expect(speakers(text)).toEqual(['Rep', 'Buyer']);
  });
});
