import { setTimeout as sleep } from 'node:timers/promises';
import type { JudgeOutput } from '../../src/plugin-api/index.js';
import { answer } from '../../src/fake-llm/behaviors.js';
import { faithfulOutput } from '../../src/fake-llm/faithful.js';
import type { Behavior } from '../../src/fake-llm/fake-openai.js';

/** A faithful answer with something wrong in it. */
export const spoiled = (spoil: (output: JudgeOutput) => void): Behavior =>
  answer((body: Parameters<typeof faithfulOutput>[0]) => {
    const output = structuredClone(faithfulOutput(body));
    spoil(output);
    return output;
  });

/** The same, after a while. */
export const later =
  (ms: number, behavior: Behavior): Behavior =>
  async (request, response) => {
    await sleep(ms);
    return behavior(request, response);
  };

/** A valid answer of so many bytes, made before it is asked for: to make it takes as long as a call may. */
export const huge = (bytes: number): Behavior => {
  const message = '"message":{"role":"assistant","refusal":null,"content":"';
  const head = `{"id":"chatcmpl-fake","model":"fake-judge","choices":[{"index":0,"finish_reason":"stop",${message}`;
  const body = Buffer.concat([Buffer.from(head), Buffer.alloc(bytes, 'x'), Buffer.from('"}}]}')]);
  return (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(body);
};
