import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import {
  buildSchema as parseSchema,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';

const committed = readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8');
let schema: GraphQLSchema;
beforeAll(() => {
  schema = parseSchema(committed);
});

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

const undescribed = (path: string, parts: Iterable<Described>): string[] =>
  [...parts].flatMap(({ name, description }) => (description?.trim() ? [] : [`${path}.${name}`]));

const ours = () =>
  Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type));

describe('the committed schema', () => {
  test('describes every type, field, argument, input and enum value', () => {
    const missing = ours().flatMap((type) => [
      // The roots have their names for a description.
      ...(['Query', 'Mutation', 'Subscription'].includes(type.name) ? [] : undescribed('type', [type])),
      ...(isEnumType(type) ? undescribed(type.name, type.getValues()) : []),
      ...(isInputObjectType(type) ? undescribed(type.name, Object.values(type.getFields())) : []),
      ...(isObjectType(type) || isInterfaceType(type)
        ? Object.values(type.getFields()).flatMap((field) => [
            ...undescribed(type.name, [field]),
            ...undescribed(`${type.name}.${field.name}`, field.args),
          ])
        : []),
    ]);
    expect(missing).toEqual([]);
  });

  test('pages every connection by `first` and `after`, and says where a page stands', () => {
    const lists = ours()
      .filter((type) => isObjectType(type))
      .flatMap((type) => Object.values(type.getFields()))
      .filter(({ type }) => String(type).endsWith('Connection!'));
    expect(lists.length).toBeGreaterThan(10);
    for (const { args } of lists)
      expect(args.map(({ name }) => name)).toEqual(expect.arrayContaining(['first', 'after']));
    expect(Object.keys((schema.getType('PageInfo') as { getFields(): object }).getFields()).sort()).toEqual(
      ['endCursor', 'hasNextPage', 'hasPreviousPage', 'startCursor'].sort(),
    );
  });

  test('every mutation takes one input and answers with userErrors', () => {
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      expect(field.args.map(({ name }) => name)).toEqual(['input']);
      const payload = schema.getType(String(field.type).replace('!', ''));
      expect(isObjectType(payload) && String(payload.getFields().userErrors?.type)).toBe('[UserError!]!');
    }
  });

  test('every mutation that creates takes an idempotency key', () => {
    const creating = ['createApiKey', 'importTranscript', 'startRun', 'startBatch', 'retryRun'];
    for (const name of creating) {
      const input = schema.getType(String(schema.getMutationType()?.getFields()[name]?.args[0]?.type).replace('!', ''));
      expect(isInputObjectType(input) && String(input.getFields().idempotencyKey?.type)).toBe('String');
    }
  });
});
