import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { responseSchemaFor, type ModelAnswer, type NormalizedTranscript, type Rubric } from 'debrief/plugin-api';
import { createOpenAiProvider } from '../../plugins/openai/create-open-ai-provider.js';
import { endpointAt } from '../../plugins/openai/test-support.js';
import { buildSections } from '../../plugins/rubric-judge/build-sections.js';
import rubricJudge from '../../plugins/rubric-judge/index.js';
import { spin } from '../../plugins/rubric-judge/spin.js';
import { transcript } from '../../plugins/score-checks/test-support.js';
import { silentLogger } from '../logging/logger.js';
import { loadPlugins, type PluginRuntime } from '../plugin-host/load-plugins.js';
import { assemblePrompt } from '../scoring/prompts/assemble-prompt.js';
import { checkAnswer } from '../scoring/answers/check-answer.js';
import { startFakeOpenAi, type FakeOpenAi } from './fake-openai.js';
import { faithful } from './faithful.js';

const { rubrics = [] } = await rubricJudge.setup({}, { logger: silentLogger, secret: () => undefined });
const nonce = 'f00dcafe';

const promptFor = (call: NormalizedTranscript, rubric: Rubric) =>
  assemblePrompt(
    buildSections(call, { rubric, promptText: 'Judge the call.', uiLanguage: 'en', judgeLanguages: null }),
    nonce,
  );

describe('the faithful fake', () => {
  let fake: FakeOpenAi;
  let checks: PluginRuntime;
  beforeAll(async () => {
    fake = await startFakeOpenAi(faithful());
    const entries = [{ name: './plugins/score-checks' }];
    checks = await loadPlugins({
      entries,
      resolveFrom: import.meta.dirname,
      logger: silentLogger,
      secrets: () => undefined,
    });
  });
  afterAll(async () => {
    await fake.close();
    await checks.dispose();
  });

  const ask = (call: NormalizedTranscript, rubric: Rubric): Promise<ModelAnswer> => {
    const provider = createOpenAiProvider(endpointAt(fake.url));
    const { messages } = promptFor(call, rubric);
    const responseSchema = responseSchemaFor(rubric);
    const settings = { temperature: 0, seed: 1, maxOutputTokens: 4_000 };
    const context = { signal: new AbortController().signal, credential: null };
    return provider.complete({ model: 'm', messages, responseSchema, ...settings }, context);
  };

  const judge = (call: NormalizedTranscript, rubric: Rubric, answer: ModelAnswer) => {
    const { instructions } = promptFor(call, rubric);
    const context = {
      transcript: call,
      rubric,
      prompt: { nonce, instructions },
      uiLanguage: 'en',
      reference: null,
    };
    return checkAnswer(answer, { schema: responseSchemaFor(rubric), validators: checks.catalog.validators, context });
  };

  it('answers a call with scores that pass every rule, on the words of the call', async () => {
    const { output, issues } = judge(transcript, spin, await ask(transcript, spin));
    expect(issues).toEqual([]);
    expect(Object.values(output?.dimensions ?? {}).map(({ score }) => score)).toEqual([2, 2, 2, 2]);
    expect(output?.dimensions.problem?.evidence[1]?.quote).toBe(transcript.turns[3]?.text);
  });

  it.each(rubrics)('answers by $key, on the scale and within the floors, with questions or without', async (rubric) => {
    const { output, issues } = judge(transcript, rubric, await ask(transcript, rubric));
    expect(issues).toEqual([]);
    expect(Object.keys(output?.dimensions ?? {})).toEqual(rubric.dimensions.map(({ key }) => key));
    expect(Object.values(output?.dimensions ?? {}).every(({ score }) => score !== null)).toBe(true);
    const monologue = { ...transcript, turns: transcript.turns.filter(({ participant }) => participant === 1) };
    const nothing = judge(monologue, rubric, await ask(monologue, rubric));
    expect(nothing.issues).toEqual([]);
    expect(nothing.output?.flags).toContain('not_a_sales_call');
    expect(Object.values(nothing.output?.dimensions ?? {}).every(({ score }) => score === null)).toBe(true);
  });
});
