// Uploads a call and prints its live status until the end. Types come from the schema through codegen.yml.
//
//   npm run example:upload-and-watch -- my-call.vtt
//
// DEBRIEF_URL (http://127.0.0.1:4000) says where; DEBRIEF_KEY is the key that `npm start` prints.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { ScoresDocument, TranscriptStateDocument, WatchRunDocument } from './generated/graphql.js';

const url = process.env.DEBRIEF_URL ?? 'http://127.0.0.1:4000';
const key = process.env.DEBRIEF_KEY;
const file = process.argv[2];
if (!file || !key) {
  console.error('Usage: DEBRIEF_KEY=dbf_… npm run example:upload-and-watch -- FILE');
  process.exit(2);
}
const authorization = `Bearer ${key}`;
const limit = () => AbortSignal.timeout(30_000);

interface Answer<Data> {
  data?: Data;
  errors?: { message: string }[];
}

const query = async <Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ query: print(document), variables }),
    signal: limit(),
  });
  const { data, errors } = (await response.json()) as Answer<Data>;
  if (!data) throw new Error(errors?.map(({ message }) => message).join(' ') ?? `HTTP ${response.status}`);
  return data;
};

const upload = async (path: string): Promise<string> => {
  const form = new FormData();
  form.set('file', new Blob([await readFile(path)]), basename(path));
  const response = await fetch(`${url}/uploads`, {
    method: 'POST',
    headers: { authorization },
    body: form,
    signal: limit(),
  });
  const body = (await response.json()) as { transcript?: { id: string }; error?: { code: string; message: string } };
  if (!body.transcript)
    throw new Error(body.error ? `${body.error.message} (${body.error.code})` : `HTTP ${response.status}`);
  return body.transcript.id;
};

/** The run that the upload leads to, once the file has been read. */
const findRun = async (id: string): Promise<string> => {
  for (;;) {
    const { transcript } = await query(TranscriptStateDocument, { id });
    if (transcript?.currentRun) return transcript.currentRun.id;
    if (transcript?.error) throw new Error(`${transcript.error.message} (${transcript.error.code})`);
    await sleep(100);
  }
};

/** Every change of the run from its first: `after: 0` replays what happened before we came. */
const watch = async (runId: string): Promise<void> => {
  const client = createClient({ url: `${url.replace(/^http/, 'ws')}/graphql`, connectionParams: { authorization } });
  try {
    for await (const { data } of client.iterate({ query: print(WatchRunDocument), variables: { runId, after: 0 } })) {
      const event = (
        data as { runEvents: { sequence: number; status: string; error: { message: string } | null } } | null
      )?.runEvents;
      if (event) console.log(`#${event.sequence} ${event.status}${event.error ? `: ${event.error.message}` : ''}`);
    }
  } finally {
    await client.dispose();
  }
};

const printScores = async (runId: string): Promise<void> => {
  const { run } = await query(ScoresDocument, { runId });
  for (const { dimension, outcome } of run?.scores ?? []) {
    if (outcome.__typename === 'Unscored') {
      console.log(`${dimension}: unscored, ${outcome.reason}`);
      continue;
    }
    const first = outcome.evidence[0];
    console.log(`${dimension}: ${outcome.value}${first ? `  "${first.quote}" (turn ${first.turn})` : ''}`);
  }
};

const transcriptId = await upload(file);
console.log('accepted', transcriptId);
const runId = await findRun(transcriptId);
await watch(runId);
await printScores(runId);
