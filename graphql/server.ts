import type { Server } from 'node:http';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { GraphQLError } from 'graphql';
import type { Identity } from '../src/access/authenticate.js';
import { AppError } from '../src/errors/app-error.js';
import { asRequestFault } from '../src/http/middleware.js';
import type { Corrector } from '../src/transcripts/reading/normalizer.js';
import type { RunBacklog } from '../src/runs/run-backlog.js';
import type { Scope } from '../src/scope/scope.js';
import { openApollo } from './apollo.js';
import { buildSchema } from './build-schema.js';
import { openContext, type Context } from './context.js';
import { graphiql } from './graphiql.js';
import { modules } from './modules.js';
import { openSocket, type SocketOptions } from './socket.js';

/** Room for an inline import of 80,000 characters in UTF-8. */
const BODY_LIMIT = '256kb';

export interface GraphqlOptions extends Omit<SocketOptions, 'schema' | 'httpServer' | 'openScope'> {
  /** Computes corrections of speakers, off the main thread. */
  readonly corrector: Corrector;
  readonly app: Express;
  readonly httpServer: Server;
  readonly openScope: (identity: Identity, requestId: string | null) => Scope;
  readonly backlog: RunBacklog;
}

const nodes = new Map(modules.flatMap((feature) => Object.entries(feature.nodes ?? {})));

const asHttpError = (error: unknown): unknown =>
  error instanceof AppError
    ? new GraphQLError(error.message, {
        originalError: error,
        extensions: { code: error.code, http: { status: error.status } },
      })
    : error;

/** A body that could not be parsed, as an error that GraphQL clients expect. */
const bodyFault: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const known = asRequestFault(error);
  if (!known || response.headersSent) return next(error);
  const { message, code, retryable, helpUrl, status } = known;
  response.status(status).json({ errors: [{ message, extensions: { code, retryable, helpUrl } }] });
};

/** Aborts when the client disconnects. */
const goneSignal = (response: express.Response): AbortSignal => {
  const gone = new AbortController();
  const note = (): void => (response.writableFinished ? undefined : gone.abort());
  response.once('close', note);
  if (response.closed) note();
  return gone.signal;
};

export interface GraphqlServer {
  /** Refuses new operations, closes the sockets, answers requests that wait for a run, and waits for running operations. */
  close(): Promise<void>;
}

/** Serves the API at `/graphql` over HTTP and WebSocket, and an IDE at `/graphiql`. */
export const mountGraphql = async (options: GraphqlOptions): Promise<GraphqlServer> => {
  const { app, httpServer, authenticator, openScope, bus, backlog, logger, corrector } = options;
  const schema = await buildSchema();
  const apollo = openApollo(schema, httpServer, logger);
  const sockets = openSocket({ schema, httpServer, authenticator, openScope, bus, logger });
  const closing = new AbortController();
  await apollo.start();

  const context = async ({ req, res }: { req: express.Request; res: express.Response }): Promise<Context> => {
    try {
      const identity = await authenticator.authenticate(req.headers.authorization);
      const scope = openScope(identity, String(res.getHeader('x-request-id') ?? '') || null);
      const signal = AbortSignal.any([goneSignal(res), closing.signal]);
      return openContext({ scope, bus, backlog, corrector, nodes, signal, since: performance.now() });
    } catch (error) {
      throw asHttpError(error);
    }
  };
  app.get('/graphiql', graphiql());
  app.use('/graphql', express.json({ limit: BODY_LIMIT }), expressMiddleware(apollo, { context }), bodyFault);
  return {
    close: async () => {
      closing.abort();
      await sockets.dispose();
      await apollo.stop();
    },
  };
};
