import { describe, expect, test } from '@jest/globals';
import { responseSchemaFor, type ModelAnswer } from '../../plugin-api/index.js';
import { makeOutput, rubric } from '../../../plugins/score-checks/test-support.js';
import { readAnswer } from './read-answer.js';

const schema = responseSchemaFor(rubric);
const valid = JSON.stringify(makeOutput());

const answer = (content: string, more: Partial<ModelAnswer> = {}): ModelAnswer => ({
  content,
  modelUsed: 'm',
  finishReason: 'STOP',
  refusal: null,
  usage: null,
  providerRequestId: null,
  ...more,
});

const faultsOf = (content: string, more?: Partial<ModelAnswer>) => {
  const read = readAnswer(answer(content, more), schema);
  return 'faults' in read ? read.faults.map(({ code, path }) => `${code} ${path}`) : [];
};

const scored = (text: string): string => valid.replace('"score":3', `"score":${text}`);
const SCORE = '/dimensions/situation/score';

describe('readAnswer', () => {
  test.each([
    ['as it is', valid],
    ['after a byte order mark', `\uFEFF${valid}`],
    ['in a code fence', `\`\`\`json\n${valid}\n\`\`\``],
    ['behind thoughts', `<think>Let me see { "dimensions": ... }.</think>\n${valid}\nI hope this helps.`],
    ['with 3.0 for 3', scored('3.0')],
  ])('takes a valid document %s', (_what, content) => {
    expect(readAnswer(answer(content), schema)).toEqual({ output: makeOutput() });
  });

  test('-0 is 0, text has no hidden characters, no NUL and no half of a pair', () => {
    const content = scored('-0').replace('A good talk', 'A \\u0000good\\u200b \\ud800talk');
    const read = readAnswer(answer(content), schema);
    if (!('output' in read)) throw new Error(JSON.stringify(read.faults));
    expect(Object.is(read.output.dimensions.situation?.score, 0)).toBe(true);
    expect(read.output.coaching.summary.startsWith('A good \uFFFDtalk')).toBe(true);
  });

  test.each<[string, string, string[]]>([
    ['words', 'A good call.', ['NOT_JSON ']],
    ['nothing', '', ['NOT_JSON ']],
    ['half a document', valid.slice(0, -20), ['NOT_JSON ']],
    ['two documents', `${valid}${valid}`, ['NOT_JSON ']],
    ['NaN', scored('NaN'), ['NOT_JSON ']],
    ['Infinity', scored('Infinity'), ['NOT_JSON ']],
    ['1e400', scored('1e400'), [`NUMBER_OUT_OF_RANGE ${SCORE}`]],
    ['a key twice', scored('3,"score":5'), [`DUPLICATE_KEY ${SCORE}`]],
    ['the prototype', valid.replace('{', '{"__proto__":{},'), ['FORBIDDEN_KEY /__proto__']],
    ['another type', scored('"three"'), [`SCHEMA ${SCORE}`]],
    ['off the scale', scored('9'), [`SCHEMA ${SCORE}`]],
    ['between two levels', scored('2.5'), [`SCHEMA ${SCORE}`]],
    ['null', 'null', ['SCHEMA ']],
  ])('refuses %s, and says where', (_what, content, expected) => {
    expect([...new Set(faultsOf(content))]).toEqual(expected);
  });

  test('names every place that does not fit, not the first one only', () => {
    const content = scored('9')
      .replace('"confidence":"medium"', '"confidence":"sure"')
      .replace('"flags":[]', '"flags":["great"]');
    const faults = faultsOf(content);
    for (const path of [SCORE, '/dimensions/situation/confidence', '/flags/0'])
      expect(faults).toContain(`SCHEMA ${path}`);
  });

  test.each<[string, Partial<ModelAnswer>, string]>([
    ['a refusal', { refusal: 'No.' }, 'MODEL_REFUSED'],
    ['a content filter', { finishReason: 'CONTENT_FILTER' }, 'MODEL_REFUSED'],
    ['an answer that was cut, even where it is whole', { finishReason: 'LENGTH' }, 'ANSWER_TRUNCATED'],
  ])('%s is no answer', (_what, more, code) => {
    expect(faultsOf(valid, more)).toEqual([`${code} `]);
  });

  test('an answer beyond the cap is not even parsed', () => {
    expect(faultsOf(`"${'x'.repeat(1024 * 1024)}"`)).toEqual(['ANSWER_TOO_LARGE ']);
  });
});
