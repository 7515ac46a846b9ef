import { expect, test } from '@jest/globals';
import { readAnswer } from './read-answer.js';

const DOCUMENT = '{"ok":true}';
const THOUGHTS = 'I look for questions first.';

const contentOf = (message: object, more: object = {}): string =>
  readAnswer({ choices: [{ finish_reason: 'stop', message, ...more }] }, 'model').content;

test.each([
  ['text', { content: DOCUMENT }],
  ['an object', { content: { ok: true } }],
  ['parsed', { content: null, parsed: { ok: true } }],
  [
    'parts behind thoughts',
    {
      content: [
        { type: 'thinking', thinking: THOUGHTS },
        { type: 'text', text: DOCUMENT },
      ],
    },
  ],
  ['parts of output', { content: [{ type: 'output_text', text: DOCUMENT }] }],
  ['parts without a type', { content: [{ text: DOCUMENT }] }],
  ['the arguments of a tool', { content: null, tool_calls: [{ function: { name: 'f', arguments: DOCUMENT } }] }],
  ['the arguments of a function', { content: '', function_call: { name: 'f', arguments: DOCUMENT } }],
  ['reasoning alone', { content: '', reasoning_content: DOCUMENT }],
  ['content beside reasoning', { content: DOCUMENT, reasoning_content: THOUGHTS, reasoning: THOUGHTS }],
])('an answer that comes as %s is read', (_shape, message) => {
  expect(contentOf(message)).toBe(DOCUMENT);
});

test('an answer of the older protocol is read', () => {
  expect(readAnswer({ choices: [{ finish_reason: 'stop', text: DOCUMENT }] }, 'model').content).toBe(DOCUMENT);
});

test.each([
  ['nothing', { content: null }],
  ['thoughts alone', { content: '', reasoning_content: THOUGHTS }],
  ['two tools', { content: null, tool_calls: [{ function: { arguments: '{}' } }, { function: { arguments: '{}' } }] }],
])('%s is no answer', (_shape, message) => {
  expect(() => contentOf(message)).toThrow('has no content');
});
