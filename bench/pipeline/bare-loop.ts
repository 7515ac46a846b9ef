// The simplest possible program: the SDK, a schema check, fifty calls at a time. Nothing is stored or verified.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { OpenAI } from 'openai';
import { treeFacts } from './processor-time.js';
import type { Question } from './write-questions.js';

const [url = '', file = '', concurrency = '50'] = process.argv.slice(2);
const { schema, questions } = JSON.parse(readFileSync(file, 'utf8')) as Question;
const client = new OpenAI({ baseURL: url, apiKey: 'bench', maxRetries: 0 });
const validate = new Ajv({ strict: true }).compile(schema);

let valid = 0;
const ask = async (messages: Question['questions'][number]): Promise<void> => {
  const answer = await client.chat.completions.create({
    model: 'bench',
    messages: [...messages],
    temperature: 0,
    response_format: { type: 'json_schema', json_schema: { name: 'scorecard', strict: true, schema } },
  });
  if (validate(JSON.parse(answer.choices[0]?.message.content ?? 'null'))) valid += 1;
};

const before = treeFacts(process.pid);
const began = performance.now();
const waiting = [...questions];
const worker = async (): Promise<void> => {
  for (let next = waiting.pop(); next; next = waiting.pop()) await ask(next);
};
await Promise.all(Array.from({ length: Number(concurrency) }, worker));
const seconds = (performance.now() - began) / 1_000;
const after = treeFacts(process.pid);
process.send?.({ seconds, valid, cpuMs: after.cpuMs - before.cpuMs, peakMiB: after.peakMiB });
process.disconnect();
