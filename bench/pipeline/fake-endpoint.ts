// The endpoint of `bench:pipeline`, in a separate process: answers as a faithful judge, after the latency of a model.
import { setTimeout as sleep } from 'node:timers/promises';
import { faithful } from '../../src/fake-llm/faithful.js';
import { startFakeOpenAi } from '../../src/fake-llm/fake-openai.js';

const latencyMs = Number(process.argv[2] ?? 200);
const fake = await startFakeOpenAi(async (request, response) => {
  await sleep(latencyMs);
  await faithful()(request, response);
});
process.send?.({ url: fake.url });
process.on('message', () => {
  void fake.close().then(() => process.disconnect());
});
