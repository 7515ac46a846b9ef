import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const operations = Array.from(read('docs/api-guide.md').matchAll(/```graphql\n([^]*?)```/g), ([, text = '']) => text);
const schema = buildSchema(read('graphql/schema.graphql'));

describe('docs/api-guide.md', () => {
  it('shows operations of each kind', () => {
    const kinds = new Set(operations.map((text) => text.split(' ')[0]));
    expect([...kinds].sort()).toEqual(['mutation', 'query', 'subscription']);
  });

  it.each(operations)('shows an operation that the schema knows: %s', (text) => {
    expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
  });
});
