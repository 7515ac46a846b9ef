import { describe, expect, it } from '@jest/globals';
import { callRow, callsTable } from './calls-table.js';
import { sampleResult, sampleRun, unscored } from '../test-support.js';

describe('callsTable', () => {
  it('shows scores under the initials of the dimensions, numbers to the right, no score as a dash', () => {
    const failed = sampleResult({ status: 'FAILED', overall: null, scores: [], latencyMs: null });
    const none = sampleResult({ overall: unscored('NOT_A_SALES_CALL'), scores: [], latencyMs: 87_000 });
    const refused = { file: 'x.bin', error: { code: 'FORMAT_UNSUPPORTED', message: '' }, call: null };
    const table = callsTable([sampleResult(), failed, none, refused].map(callRow), 120);
    expect(table.split('\n')).toEqual([
      'call        rep           S  P  I    N  overall  validity                     time        cost',
      '──────────  ────────────  ─  ─  ─  ───  ───────  ──────────────────────────  ─────  ──────────',
      'Order desk  Dana Example  4  0  –  2.5     2.50  scored, short call          3.4 s  0.0379 USD',
      'Order desk  Dana Example  –  –  –    –        –  failed                          –  0.0379 USD',
      'Order desk  Dana Example  –  –  –    –        –  unscored: not a sales call   87 s  0.0379 USD',
      'x.bin       –             –  –  –    –        –  FORMAT_UNSUPPORTED              –           –',
    ]);
  });

  it('names dimensions in full if initials are not distinct', () => {
    const rubricVersion = {
      ...sampleRun().rubricVersion!,
      dimensions: [
        { key: 'pain', name: 'Pain' },
        { key: 'power', name: 'Power' },
      ],
    };
    expect(callsTable([callRow(sampleResult({ rubricVersion }))], 120)).toContain('Pain  Power');
  });

  it('clips what is too long, counting wide characters', () => {
    const title = '会議'.repeat(30);
    const [head, , line] = callsTable([callRow(sampleResult({}, { title }))], 120).split('\n');
    expect(line).toContain('…');
    expect(head?.indexOf('rep')).toBeLessThanOrEqual(42);
  });

  it('keeps to 80 columns, and loses no word of the validity', () => {
    const none = sampleResult(
      { overall: unscored('NOT_A_SALES_CALL') },
      { title: 'A call with a title of many words' },
    );
    const lines = callsTable([callRow(none)], 80).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    const text = lines.join(' ').replace(/\s+/g, ' ');
    for (const word of ['unscored:', 'not a', 'sales call']) expect(text).toContain(word);
  });

  it('is a head alone without calls', () => {
    expect(callsTable([], 80).split('\n')).toHaveLength(2);
  });
});
