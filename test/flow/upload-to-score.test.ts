import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { must } from '../api/client.js';
import { startTestSystem, type TestOrganization, type TestSystem } from '../support/system.js';

let running: TestSystem;
let organization: TestOrganization;

beforeAll(async () => {
  running = await startTestSystem();
  organization = await running.createOrganization();
});
afterAll(() => running.close());

const QUERY = `query ($id: ID!) {
  transcript(id: $id) {
    status
    format
    participants { name role source }
    currentRun {
      status
      flags
      overall { __typename ... on Scored { score } ... on Unscored { reason } }
      scores { dimension outcome { __typename ... on Scored { value evidence { turn quote status } } } }
      attempts { kind status rawOutput modelUsed cost { amount status } }
      usage { inputUncached outputText }
      rubricVersion { applicability { callTypes } scale { max } }
      promptVersion { promptKey number }
    }
  }
}`;

interface Answer {
  data: {
    transcript: {
      status: string;
      format: string;
      currentRun: {
        status: string;
        scores: { dimension: string; outcome: { value?: number; evidence?: { quote: string; status: string }[] } }[];
        usage: { inputUncached: number };
        rubricVersion: { applicability: { callTypes: string[] }; scale: { max: number } };
        attempts: { kind: string; status: string; cost: { amount: string } }[];
      } | null;
    };
  };
}

const ask = async (id: string): Promise<Answer['data']['transcript']> => {
  const response = await fetch(`${running.api.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${organization.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY, variables: { id } }),
  });
  return ((await response.json()) as Answer).data.transcript;
};

describe('from upload to scorecard', () => {
  test('a bundled call is scored with verified quotes', async () => {
    const bytes = await readFile('client-examples/sample-calls/01-saltlark-discovery.vtt');
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(bytes)]), 'call.vtt');
    const response = await fetch(`${running.api.url}/uploads`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${organization.key}` },
    });
    expect(response.status).toBe(202);
    const { transcript } = (await response.json()) as { transcript: { id: string } };
    while ((await ask(transcript.id)).currentRun?.status !== 'SCORED') await sleep(50);
    // Of an answer that shows the run's end the transcript may have been read before.
    const found = await ask(transcript.id);
    expect(found).toMatchObject({ status: 'READY', format: 'webvtt' });
    const run = must(found.currentRun);
    expect(run.scores.map(({ dimension }) => dimension)).toEqual([
      'situation',
      'problem',
      'implication',
      'need_payoff',
    ]);
    for (const { outcome } of run.scores) {
      expect(outcome.value).toBeGreaterThanOrEqual(3);
      expect(outcome.evidence?.map(({ status }) => status)).toContain('VERIFIED');
    }
    expect(run.usage.inputUncached).toBe(0);
    expect(run.rubricVersion).toMatchObject({ scale: { max: 5 } });
    expect(run.rubricVersion.applicability.callTypes).toContain('discovery');
    expect(run.attempts).toMatchObject([{ kind: 'FIRST', status: 'ANSWERED', cost: { amount: '0' } }]);
  });
});
