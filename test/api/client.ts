import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { TestSystem } from '../support/system.js';

export interface UserError {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
  readonly retryable: boolean;
  readonly helpUrl: string;
}

export interface GraphqlAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly errorId?: string; readonly argumentPath?: string[] };
  }[];
}

/** What a client of the API has: HTTP, uploads and sockets with one key. */
export interface ApiClient {
  /** The whole answer, errors included. */
  ask<Data>(query: string, variables?: Record<string, unknown>): Promise<GraphqlAnswer<Data> & { status: number }>;
  /** The data; throws where there are errors. */
  read<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>;
  request(path: string, init?: RequestInit): Promise<Response>;
  upload(text: string | Uint8Array, fields?: Record<string, string>): Promise<string>;
  openSocket(): Client;
}

export const apiClient = ({ api }: Pick<TestSystem, 'api'>, key: string | null): ApiClient => {
  const authorization: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const request = (path: string, { headers, ...init }: RequestInit = {}): Promise<Response> =>
    fetch(`${api.url}${path}`, { ...init, headers: { ...authorization, ...(headers as Record<string, string>) } });
  const ask = async <Data>(query: string, variables: Record<string, unknown> = {}) => {
    const response = await request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return { ...((await response.json()) as GraphqlAnswer<Data>), status: response.status };
  };
  return {
    ask,
    request,
    read: async <Data>(query: string, variables?: Record<string, unknown>) => {
      const { data, errors } = await ask<Data>(query, variables);
      if (errors || !data) throw new Error(JSON.stringify(errors));
      return data;
    },
    upload: async (text, fields = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set('file', new Blob([new Uint8Array(Buffer.from(text))]), 'call.txt');
      const response = await request('/uploads', { method: 'POST', body: form });
      if (response.status !== 202) throw new Error(await response.text());
      return ((await response.json()) as { transcript: { id: string } }).transcript.id;
    },
    openSocket: () =>
      createClient({
        url: `${api.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: authorization,
        retryAttempts: 0,
      }),
  };
};

/** What a test knows to be there. */
export const must = <Value>(value: Value | null | undefined): Value => {
  if (value === null || value === undefined) throw new Error('Nothing is there.');
  return value;
};

/** Every value of a subscription, until it completes or `most` have come. */
export const collect = async <Value>(
  client: Client,
  query: string,
  variables: Record<string, unknown> = {},
  most = Infinity,
): Promise<Value[]> => {
  const values: Value[] = [];
  for await (const { data, errors } of client.iterate<Record<string, Value>>({ query, variables })) {
    if (errors) throw new Error(JSON.stringify(errors));
    const value = Object.values(data ?? {})[0];
    if (value !== undefined) values.push(value);
    if (values.length >= most) break;
  }
  return values;
};

/** A call with a question and an answer in each exchange; `nth` makes its bytes differ from those of others. */
export const sampleCall = (nth: number): string =>
  [
    `Rep (Debrief): How many orders do you handle a month, apart from those of week ${nth}?`,
    'Customer: About two hundred orders a month, and the team of three handles all of them by hand.',
    'Rep (Debrief): What problems do you run into when orders come in late on a Friday?',
    'Customer: We lose orders because nobody sees them before Monday, and customers complain.',
    'Rep (Debrief): What does it cost you when a customer leaves over a lost order?',
    'Customer: Every lost customer costs us about four thousand a year, so it adds up.',
    'Rep (Debrief): How would it help if late orders were confirmed by themselves?',
    'Customer: It would save us the Monday mornings and keep those customers with us.',
  ].join('\n');
