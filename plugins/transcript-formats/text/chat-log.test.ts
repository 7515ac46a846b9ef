import { describe, expect, it } from '@jest/globals';
import { chatLog } from './chat-log.js';
import { sourceOf } from '../test-support.js';

describe('chatLog', () => {
  it.each([
    ['Zoom', '14:02:11\tAnn Lee:\there is the link\n14:03:00\tBo:\tReacted to "link" with 👍\n'],
    ['Zoom', '2024-01-24 14:02:11 From Ann Lee to Everyone:\n\thello\n'],
    ['Zoom', '14:02:11\t From Ann Lee : hello\n'],
    ['WhatsApp', '[1/5/24, 10:02:33 AM] Ann: hi\n[1/5/24, 10:02:40 AM] Bo: hello\n'],
    ['WhatsApp', '\u200E[05.01.24, 22:02:33] Ann: hi\n'],
    ['WhatsApp', '1/5/24, 10:02 - Ann: hi\nsecond line\n1/5/24, 10:04 - Bo: yes\n'],
    ['Teams', '[Yesterday 2:02 PM] Lee, Ann\nhi\n[1/5/2024 2:04 PM] Bo Ray\nhello\n'],
    ['Teams', '[2:02 PM] Lee, Ann\nhi\n[2:04 PM] Bo Ray\nhello (edited)\n'],
    ['Slack', 'Ann Lee  2:02 PM\nhi :wave:\nBo Ray  2:04 PM\nhello\n'],
    ['Slack', '[{"type": "message", "user": "U1", "text": "hi", "ts": "1512085950.000216"}]'],
  ])('refuses a chat of %s', (tool, text) => {
    expect(chatLog.detect(sourceOf(text))).toBe(0.99);
    expect(chatLog.parse(sourceOf(text), {})).toEqual({
      outcome: 'REFUSED',
      code: 'CHAT_NOT_SPEECH',
      message: expect.stringMatching(new RegExp(`a ${tool} chat.*Upload the transcript`)),
    });
  });

  it.each([
    ['times in brackets', '[00:01] Ann: hi\n[00:04] Bo: hello\n'],
    ['a wall clock without a sign of a chat', 'Ann Lee  2:02 PM\nHi there.\nBo Ray  2:04 PM\nHello.\n'],
    [
      'a date in brackets without comma',
      '[2024-03-01 10:00:03] Agent: Good morning\n[2024-03-01 10:00:09] Customer: Hi\n',
    ],
    ['tab-separated values', 'time\tspeaker\ttext\n14:02:11\tAnn\thello\n'],
    ['saved captions', '[Ann Lee] 14:02:11\nHello.\n'],
    ['a chat quoted in a long text', `${'A sentence of prose.\n'.repeat(40)}[1/5/24, 10:02:33 AM] Ann: hi\n`],
    ['JSON of other kinds', '[{"type": "message", "text": "hi"}]'],
    ['nothing', ''],
  ])('takes %s for no chat', (_name, text) => {
    expect(chatLog.detect(sourceOf(text))).toBe(0);
    expect(chatLog.parse(sourceOf(text), {})).toMatchObject({ code: 'FORMAT_INVALID' });
  });
});
