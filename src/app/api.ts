import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { mountGraphql } from '../../graphql/server.js';
import { AppError } from '../errors/app-error.js';
import { answerError, bodyLimit, errorHandler, onlyUtf8, requestId } from '../http/middleware.js';
import { mountBundles } from '../http/bundle.route.js';
import { mountDocs, mountHealth } from '../http/public.routes.js';
import { mountUploads } from '../http/upload.route.js';
import { packageRoot } from './config.js';
import type { System } from './open-system.js';

export interface Api {
  /** Where it answers, e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Ends requests and sockets, then stops listening. */
  close(): Promise<void>;
}

const HEADERS_LIMIT_MS = 15_000;
/** Room for an archive of 50 MiB over a slow line; other bodies have less time, see `bodyLimit`. */
const REQUEST_LIMIT_MS = 10 * 60_000;
const MAX_CONNECTIONS = 10_000;

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is taken. Stop what uses it, or choose another with PORT=…`;
      reject(error.code === 'EADDRINUSE' ? new AppError('PORT_TAKEN', taken, { cause: error }) : error);
    });
    server.listen(port, host, resolve);
  });

/** Long enough for a start that has nothing to migrate. */
const START_MS = 2_000;

/** Until the API is up. Without it a request that comes this early would wait for an answer that never comes. */
const starting = express()
  .disable('x-powered-by')
  .use((_request, response) => {
    const wait = { retryable: true, retryAfterMs: START_MS };
    answerError(response, new AppError('UNAVAILABLE', 'Debrief is starting. Try again in a moment.', wait));
  });

/** Takes the port before anything else is started, so that a taken one is told at once. */
export const reservePort = async (host: string, port: number): Promise<Server> => {
  const server = createServer(starting);
  server.headersTimeout = HEADERS_LIMIT_MS;
  server.requestTimeout = REQUEST_LIMIT_MS;
  server.maxConnections = MAX_CONNECTIONS;
  await listen(server, host, port);
  return server;
};

const urlOf = (server: Server, host: string): string => {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
};

/** Serves the API, uploads and health on a server that already listens. */
export const startApi = async (system: System, server: Server, host: string): Promise<Api> => {
  const { authenticator, openScope, bus, backlog, logger, corrector } = system;
  const app = express();
  app.disable('x-powered-by');
  app.use(requestId, bodyLimit, onlyUtf8);
  mountHealth(app, system);
  mountDocs(app, join(packageRoot(), 'docs', 'errors.md'));
  mountUploads({ app, authenticator, openScope });
  mountBundles({ app, authenticator, openScope });
  const ports = { app, httpServer: server, authenticator, openScope, bus, backlog, logger, corrector };
  const graphql = await mountGraphql(ports);
  app.use((request, _response, next) => {
    next(
      new AppError('NOT_FOUND', `There is nothing at ${request.path}. The API is at /graphql, an IDE at /graphiql.`),
    );
  });
  app.use(errorHandler(logger));
  server.off('request', starting).on('request', app);
  return { url: urlOf(server, host), close: () => graphql.close() };
};
