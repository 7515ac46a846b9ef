import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readJson, readJsonSequence } from './read-json.js';

describe('readJson', () => {
  it('reads what JSON.parse reads', () => {
    // Ids beyond 2^53 stay text; the comparison takes them for numbers again.
    const asNumbers = (_key: string, value: unknown): unknown =>
      typeof value === 'string' && /^-?\d{16,}$/.test(value) ? Number(value) : value;
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value, asNumbers));
    const same = (text: string): void => expect(plain(readJson(text)?.root ?? null)).toEqual(plain(JSON.parse(text)));
    fc.assert(fc.property(fc.json({ noUnicodeString: false }), same), { numRuns: 300 });
  });

  it('tells where each string stands', () => {
    const text = '{"a": "one", "list": ["x", {"a": "t\\u0077o \\n"}]}';
    const document = readJson(text);
    const root = document?.root as { list: unknown[] };
    expect(text.slice(...(document?.spanOf(root, 'a') ?? []))).toBe('one');
    expect(text.slice(...(document?.spanOf(root.list, 0) ?? []))).toBe('x');
    expect(text.slice(...(document?.spanOf(root.list[1], 'a') ?? []))).toBe('t\\u0077o \\n');
    expect(root.list[1]).toMatchObject({ a: 'two \n' });
    expect(document?.spanOf(root, 'list')).toBeNull();
  });

  it('keeps long ids, and takes NaN for unknown', () => {
    expect(readJson('\uFEFF{"id": 7782342274025937895, "t": NaN, "u": -Infinity}')?.root).toEqual({
      id: '7782342274025937895',
      t: null,
      u: null,
    });
  });

  it('treats __proto__ as a key like any other', () => {
    const root = readJson('{"__proto__": {"polluted": true}}')?.root as Record<string, unknown>;
    expect(Object.keys(root)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each(['', '{', '{"a"', '[1,', '"', '{"a":1}x', '[}', '['.repeat(100_000), '{"a":'.repeat(50_000)])(
    'answers null to what is none (%#)',
    (text) => expect(readJson(text)).toBeNull(),
  );
});

describe('readJsonSequence', () => {
  it('reads values one after the other, up to one that breaks off', () => {
    expect(readJsonSequence('{"a": 1}\n[2] 3')).toMatchObject({ values: [{ a: 1 }, [2], 3], complete: true });
    expect(readJsonSequence('{"a": 1}\n{"a": "x')).toMatchObject({ values: [{ a: 1 }], complete: false });
    expect(readJsonSequence('')).toMatchObject({ values: [], complete: true });
  });

  it('tells where each string stands', () => {
    const text = '{"a": "one"}\n{"a": "two"}';
    const { values, spanOf } = readJsonSequence(text);
    expect(values.map((value) => text.slice(...(spanOf(value, 'a') ?? [])))).toEqual(['one', 'two']);
  });
});
