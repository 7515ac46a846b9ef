import { expect, it } from '@jest/globals';
import { answer, html, inTurn } from './behaviors.js';
import { startFakeOpenAi } from './fake-openai.js';

it('records requests and answers in turn, repeating the last behavior', async () => {
  const fake = await startFakeOpenAi(inTurn(html(), answer({ score: 1 }), answer({ score: 2 })));
  const post = async (model: string): Promise<string> => {
    const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'x' }] });
    const response = await fetch(`${fake.url}/chat/completions`, { method: 'POST', body });
    return response.text();
  };
  const answers = [await post('a'), await post('b'), await post('c'), await post('d')];
  expect(answers[0]).toContain('<!doctype html>');
  const contents = answers.slice(1).map((text) => {
    const { choices } = JSON.parse(text) as { choices: { message: { content: string } }[] };
    return choices[0]?.message.content;
  });
  expect(contents).toEqual(['{"score":1}', '{"score":2}', '{"score":2}']);
  expect(fake.requests.map(({ body }) => body.model)).toEqual(['a', 'b', 'c', 'd']);
  expect(await fake.requests[0]?.ended).toBe(true);
  await fake.close();
  await expect(post('e')).rejects.toThrow();
});
