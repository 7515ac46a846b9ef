import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { ASSIGN_CALL } from '../assign.command.js';
import { FIND_CALLS } from '../calls/find-call.js';
import { FIND_COMPANIES, FIND_REPRESENTATIVES } from '../calls/find-person.js';
import { NEWEST_CALLS, WORST_CALLS } from '../calls/list-calls.js';
import { REP_SUMMARY } from '../calls/rep-summary.js';
import { DELETE_CALL } from '../delete.command.js';
import { CALL_STATUS } from './call-state.js';
import { RENORMALIZE } from './read-again.js';
import { CALL_DETAILS, CALL_TURNS } from './read-call.js';

const schema = buildSchema(readFileSync(new URL('../../../../graphql/schema.graphql', import.meta.url), 'utf8'));

describe('queries of the command line', () => {
  it.each(
    Object.entries({
      ...{ CALL_STATUS, CALL_DETAILS, CALL_TURNS, RENORMALIZE, NEWEST_CALLS, WORST_CALLS, FIND_CALLS },
      ...{ FIND_REPRESENTATIVES, FIND_COMPANIES, REP_SUMMARY, ASSIGN_CALL, DELETE_CALL },
    }),
  )('%s fits the schema', (_name, document) => {
    expect(validate(schema, parse(document))).toEqual([]);
  });
});
