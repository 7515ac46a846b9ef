import { expect, test } from '@jest/globals';
import { whereToLook } from './where-to-look.js';

const [URL, HOME, KEY] = ['http://127.0.0.1:4000', '/data/debrief', 'dbf_secret'];

test('the first start shows the key, and the IDE opens with it', () => {
  const text = whereToLook(URL, HOME, KEY);
  expect(text).toContain(`IDE        ${URL}/graphiql#${KEY} `);
  expect(text).toContain(`Demo key   ${KEY}\n`);
});

test('later starts say where the key is', () => {
  const text = whereToLook(URL, HOME, null);
  expect(text).not.toContain('dbf_');
  expect(text).toContain('Demo key   in /data/debrief/demo.json; DEBRIEF_SHOW_KEY=1 shows it');
  expect(text).toContain('npx debrief score');
});
