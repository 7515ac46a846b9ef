import { describe, expect, it } from '@jest/globals';
import { findLists, findNodes, jsonValuesOf } from './json-values.js';
import { sourceOf } from '../test-support.js';

const valuesOf = (text: string) => jsonValuesOf(sourceOf(text));

describe('jsonValuesOf', () => {
  it.each([
    ['a document', '\uFEFF{"a": 1}', [{ a: 1 }]],
    ['JSON Lines', '{"a": 1}\r\n\r\n{"a": 2}\n', [{ a: 1 }, { a: 2 }]],
    ['documents without a break', '{"a": 1}[2]', [{ a: 1 }, [2]]],
    ['a code fence', 'Export:\n```json\n{"a": 1}\n```\nEnd.', [{ a: 1 }]],
    ['a fence that is not closed', '```\n[{"a": 1}]', [[{ a: 1 }]]],
  ])('reads %s', (_name, text, values) => {
    const json = valuesOf(text);
    expect(JSON.parse(JSON.stringify(json?.values))).toEqual(values);
    expect(json?.cutOff).toBe(false);
  });

  it('tells of a last line that breaks off', () => {
    expect(valuesOf('{"a": 1}\n{"a": 2}\n{"a')).toMatchObject({ values: { length: 2 }, cutOff: true });
  });

  it('tells where strings stand, also in a fence', () => {
    const text = '# Export\n```json\n{"a": "x\\ny"}\n```\n';
    const json = valuesOf(text);
    expect(text.slice(...(json?.spanOf(json.values[0], 'a') ?? []))).toBe('x\\ny');
  });

  it.each(['', 'text', '[00:00] Bob: hi', '[1] 2', '{"a": 1', '{"a": 1} and text', '```js\n{ a }\n```', '1 2 3'])(
    'finds none in %j',
    (text) => expect(valuesOf(text)).toBeNull(),
  );
});

describe('findNodes and findLists', () => {
  const call = { call: 1, inner: { call: 2 } };

  it('find what is nearest to the top, and nothing inside a match', () => {
    expect(findNodes([{ wrap: [call, { deep: call }] }], (node) => 'call' in node)).toEqual([call, call]);
  });

  it('give a list with the objects around it', () => {
    const rows = [{ text: 'x' }];
    const document = { id: 1, data: { title: 't', rows } };
    expect(findLists([document], (items) => items.length === 1)).toEqual([
      { items: rows, owners: [document.data, document] },
    ]);
    expect(findLists([{ text: 'a' }, { text: 'b' }], (items) => items.length === 2)).toHaveLength(1);
  });

  it('end on documents of any size and depth', () => {
    const wide = { list: Array.from({ length: 300_000 }, () => ({ a: [{}] })) };
    let deep: unknown = { call: 1 };
    for (let depth = 0; depth < 60; depth += 1) deep = [deep];
    expect(findNodes([wide, deep], (node) => 'call' in node)).toEqual([]);
    expect(findLists([wide, deep], () => false)).toEqual([]);
  });
});
