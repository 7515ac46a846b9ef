import { expect, test } from '@jest/globals';
import { silentLogger } from '../logging/logger.js';
import { throttledLogger } from './throttled-logger.js';

test('says each thing once in ten seconds, then how often it happened meanwhile', () => {
  const lines: unknown[] = [];
  let time = 0;
  const warn = (fields: Readonly<Record<string, unknown>>): void =>
    void lines.push([(fields.err as Error).message, fields.unsaid ?? 0]);
  const log = throttledLogger({ ...silentLogger, warn }, 'queue error', () => time);
  for (let n = 0; n < 1_000; n += 1) log(new Error('down'));
  log(new Error('full'));
  time = 10_001;
  log(new Error('down'));
  expect(lines).toEqual([
    ['down', 0],
    ['full', 0],
    ['down', 999],
  ]);
});
