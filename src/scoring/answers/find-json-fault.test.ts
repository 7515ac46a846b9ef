import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { findJsonFault } from './find-json-fault.js';
import { expectWithin } from '../../../test/support/expect-within.js';

const BACKSLASH = String.fromCharCode(92);

describe('findJsonFault', () => {
  test.each<[string, string, string, string]>([
    ['a key twice', '{"a":1,"b":{"c":1,"c":2}}', 'DUPLICATE_KEY', '/b/c'],
    ['a key twice, once escaped', `{"a":1,"${BACKSLASH}u0061":2}`, 'DUPLICATE_KEY', '/a'],
    ['a key twice in a list', '[{"a":1},{"a":1,"a":1}]', 'DUPLICATE_KEY', '/1/a'],
    ['__proto__', '{"dimensions":{"__proto__":{"score":5}}}', 'FORBIDDEN_KEY', '/dimensions/__proto__'],
    ['__proto__, escaped', `{"__${BACKSLASH}u0070roto__":1}`, 'FORBIDDEN_KEY', '/__proto__'],
    ['constructor', '{"constructor":{"prototype":1}}', 'FORBIDDEN_KEY', '/constructor'],
    ['an infinite number', '{"score":1e400}', 'NUMBER_OUT_OF_RANGE', '/score'],
    ['a negative one', '{"scores":[1,-1E999]}', 'NUMBER_OUT_OF_RANGE', '/scores/1'],
    ['a whole number that is not exact', '{"turn_index":9007199254740993}', 'NUMBER_OUT_OF_RANGE', '/turn_index'],
    ['nesting without end', '['.repeat(100_000), 'NESTED_TOO_DEEPLY', '/0'.repeat(32)],
  ])('%s', (_what, text, code, path) => {
    expect(findJsonFault(text)).toMatchObject({ code, path });
  });

  test.each([
    '{"a":{"x":1},"b":{"x":1},"c":["x","x"],"d":"a"}',
    '{"text":"{\\"a\\":1,\\"a\\":2} [[[[ 1e400"}',
    '{"score":10.0,"zero":-0,"small":1e-400}',
    '{"a" : 1 ,\n "b" : [ { } , [ ] , null , true , -1.5e3 ] }',
    'NaN',
    '{"score": NaN}',
    '{"score": -Infinity}',
    '"never ends',
    '}}]]',
    '',
  ])('has nothing to say of %j', (text) => {
    expect(findJsonFault(text)).toBeNull();
  });

  it('finds no fault in what JSON.stringify writes, whatever the document', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        const fault = findJsonFault(text);
        if (fault) expect(['FORBIDDEN_KEY', 'NUMBER_OUT_OF_RANGE']).toContain(fault.code);
      }),
    );
  });

  it('finds every key that stands twice', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue({ maxDepth: 2 }), (key, value) => {
        const member = `${JSON.stringify(key)}:${JSON.stringify(value)}`;
        expect(findJsonFault(`[{${member},${member}}]`)).not.toBeNull();
      }),
    );
  });

  it('never throws, and takes a megabyte of anything in its stride', () => {
    fc.assert(fc.property(fc.string(), (text) => void findJsonFault(text)));
    const worst = [
      `"${BACKSLASH}`.repeat(500_000),
      '{"a":'.repeat(200_000),
      `"${'x'.repeat(1_000_000)}`,
      '1e'.repeat(500_000),
    ];
    for (const text of worst) {
      expectWithin(500, () => findJsonFault(text));
    }
  });
});
