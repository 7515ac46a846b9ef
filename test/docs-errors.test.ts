import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { AppError } from '../src/errors/app-error.js';
import { ERROR_CODES, type ErrorCode } from '../src/errors/error-codes.js';

const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
const sections = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...body] = section.split('\n');
      return [heading, body.join('\n')] as const;
    }),
);
const codes = Object.keys(ERROR_CODES) as ErrorCode[];

describe('docs/errors.md', () => {
  it('has a heading for every code, and for nothing else', () => {
    expect([...sections.keys()].sort()).toEqual([...codes].sort());
  });

  it.each(codes)('says of %s what to do, its status and whether trying again helps', (code) => {
    const { status, retryable } = ERROR_CODES[code];
    const text = sections.get(code) ?? '';
    expect(text).toContain('**What to do:**');
    expect(text).toContain(`HTTP ${status}, ${retryable ? 'retryable' : 'not retryable'}.`);
  });

  it('has the anchors that errors link to', () => {
    // Anchors of headings are lower-case and keep underscores.
    const anchors = new Set([...sections.keys()].map((heading) => heading.toLowerCase()));
    const missing = codes.filter((code) => !anchors.has(new AppError(code, 'm').helpUrl.split('#')[1] ?? ''));
    expect(missing).toEqual([]);
  });
});
