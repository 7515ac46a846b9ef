import type { IncomingMessage, Server } from 'node:http';
import {
  type ExecutionArgs,
  GraphQLError,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  subscribe,
  validate,
} from 'graphql';
import { CloseCode, type Context as SocketContext } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Authenticator, Identity } from '../src/access/authenticate.js';
import { AppError } from '../src/errors/app-error.js';
import type { EventBus } from '../src/live/event-bus.js';
import type { Logger } from '../src/logging/logger.js';
import type { Scope } from '../src/scope/scope.js';
import { openContext, type LiveContext } from './context.js';
import { openErrorFormatter } from './errors.js';
import { LIMITS, limitRule } from './limits.js';

const PATH = '/graphql';
const MAX_MESSAGE_BYTES = 64 * 1024;
const MAX_OPERATIONS = 20;
const RECHECK_KEY_MS = 1_500;
const MAX_BACKLOG_BYTES = 1024 * 1024;

interface Session extends Record<PropertyKey, unknown> {
  identity?: Identity;
  /** Aborts when the socket closes. */
  closed?: AbortController;
  recheck?: NodeJS.Timeout;
}

type SessionContext = SocketContext<Readonly<Record<string, unknown>> | undefined, Extra & Session>;

export interface SocketOptions {
  readonly schema: GraphQLSchema;
  readonly httpServer: Server;
  readonly authenticator: Authenticator;
  readonly openScope: (identity: Identity, requestId: string | null) => Scope;
  readonly bus: EventBus;
  readonly logger: Logger;
}

/** Browsers send the origin of a page: only pages of this host may open a socket. Other clients send none. */
const isOwnOrigin = ({ headers: { origin, host } }: IncomingMessage): boolean => {
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    // An origin that is no URL, such as `null`, is not of this host.
    return false;
  }
};

const isBadKey = (error: unknown): boolean => error instanceof AppError && error.code === 'UNAUTHENTICATED';

/** A key that is no longer valid closes the socket; a check that cannot be made does not. */
const recheck = async ({ extra }: SessionContext, authenticator: Authenticator, key: string): Promise<void> => {
  if (extra.socket.bufferedAmount > MAX_BACKLOG_BYTES) extra.socket.close(1013, 'Too slow');
  try {
    await authenticator.authenticate(key);
  } catch (error) {
    if (isBadKey(error)) extra.socket.close(CloseCode.Forbidden, 'Forbidden');
  }
};

/** The key as clients send it when they connect; GraphiQL puts its headers one level deeper. */
const givenKey = (params: Readonly<Record<string, unknown>> | undefined): string | null => {
  const { headers, ...own } = params ?? {};
  const all = { ...(typeof headers === 'object' ? (headers as Record<string, unknown>) : {}), ...own };
  const given = all.authorization ?? all.Authorization;
  return typeof given === 'string' ? given : null;
};

const openSession = async (ctx: SessionContext, authenticator: Authenticator): Promise<boolean> => {
  const { extra, connectionParams } = ctx;
  const authorization = givenKey(connectionParams) ?? extra.request.headers.authorization ?? '';
  try {
    extra.identity = await authenticator.authenticate(authorization);
  } catch (error) {
    if (isBadKey(error)) return false;
    throw error;
  }
  extra.closed = new AbortController();
  extra.recheck = setInterval(() => void recheck(ctx, authenticator, authorization), RECHECK_KEY_MS);
  if (extra.socket.readyState !== extra.socket.OPEN) endSession(ctx);
  return true;
};

const endSession = ({ extra }: SessionContext): void => {
  clearInterval(extra.recheck);
  extra.closed?.abort();
};

const refuse = (message: string, code: string): readonly GraphQLError[] => [
  new GraphQLError(message, { extensions: { code } }),
];

/** The operation, checked as over HTTP; or why it is refused. */
const readOperation = (schema: GraphQLSchema, query: string, operationName: string | null | undefined) => {
  try {
    const document = parse(query, { maxLexicalTokens: LIMITS.tokens });
    const errors = validate(schema, document, [...specifiedRules, limitRule], { maxErrors: 5 });
    if (errors.length > 0)
      return {
        errors: errors.map(
          (e) => new GraphQLError(e.message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...e.extensions } }),
        ),
      };
    if (getOperationAST(document, operationName)?.operation !== 'subscription') {
      return { errors: refuse('Queries and mutations go over HTTP to this same path.', 'BAD_REQUEST') };
    }
    return { document };
  } catch (error) {
    // A document that is nested too deeply overflows the stack of the parser.
    if (!(error instanceof GraphQLError || error instanceof RangeError)) throw error;
    const message = error instanceof GraphQLError ? error.message : 'The document is nested too deeply.';
    return { errors: refuse(message, 'GRAPHQL_PARSE_FAILED') };
  }
};

/** Like `subscribe` of `graphql`, but a stream that fails to open fails alone and does not close the socket. */
const subscribeSafely = async (args: ExecutionArgs): Promise<Awaited<ReturnType<typeof subscribe>>> => {
  try {
    return await subscribe(args);
  } catch (error) {
    return {
      errors: [error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error })],
    };
  }
};

const mask = (
  errors: readonly GraphQLError[],
  format: ReturnType<typeof openErrorFormatter>,
): readonly GraphQLFormattedError[] => errors.map((error) => format(error.toJSON(), error));

const openServer = (httpServer: Server): WebSocketServer =>
  new WebSocketServer({
    server: httpServer,
    path: PATH,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    verifyClient: ({ req }, answer) => answer(isOwnOrigin(req), 403),
  });

/** Subscriptions over WebSocket, protocol graphql-transport-ws. graphql-ws bypasses Apollo: limits and masking are done here. */
export const openSocket = ({ schema, httpServer, authenticator, openScope, bus, logger }: SocketOptions) => {
  const format = openErrorFormatter(logger);
  const openLiveContext = ({ extra }: SessionContext): LiveContext => {
    if (!extra.identity || !extra.closed) throw new AppError('UNAUTHENTICATED', 'The socket has no session.');
    return openContext({ scope: openScope(extra.identity, null), bus, signal: extra.closed.signal });
  };
  return useServer<Readonly<Record<string, unknown>> | undefined, Session>(
    {
      schema,
      // Otherwise the client would get the message of an internal error as the close reason.
      isProd: true,
      subscribe: subscribeSafely,
      connectionInitWaitTimeout: 3_000,
      onConnect: (ctx) => openSession(ctx, authenticator),
      onSubscribe: (ctx, _id, { query, operationName, variables }) => {
        if (Object.keys(ctx.subscriptions).length > MAX_OPERATIONS) {
          return refuse(`A socket carries at most ${MAX_OPERATIONS} subscriptions.`, 'BAD_REQUEST');
        }
        const read = readOperation(schema, query, operationName);
        if ('errors' in read) return read.errors;
        return {
          schema,
          document: read.document,
          operationName: operationName ?? null,
          variableValues: variables ?? {},
          contextValue: openLiveContext(ctx),
        };
      },
      onNext: (_ctx, _id, _payload, _args, { errors, ...result }): FormattedExecutionResult => ({
        ...(result as Omit<FormattedExecutionResult, 'errors'>),
        ...(errors ? { errors: mask(errors, format) } : {}),
      }),
      onError: (_ctx, _id, _payload, errors) => mask(errors, format),
      onClose: endSession,
    },
    openServer(httpServer),
  );
};
