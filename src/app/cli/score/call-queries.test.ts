import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { CALL_STATUS } from './call-state.js';
import { RENORMALIZE } from './read-again.js';
import { CALL_DETAILS, CALL_TURNS } from './read-call.js';

const schema = buildSchema(readFileSync(new URL('../../../../graphql/schema.graphql', import.meta.url), 'utf8'));

describe('queries of the command line', () => {
  it.each(Object.entries({ CALL_STATUS, CALL_DETAILS, CALL_TURNS, RENORMALIZE }))(
    '%s fits the schema',
    (_name, document) => {
      expect(validate(schema, parse(document))).toEqual([]);
    },
  );
});
