import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import type { Server } from 'node:http';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { withinSize } from './answer-size.js';
import type { Logger } from '../src/logging/logger.js';
import type { Context } from './context.js';
import { costLimit } from './cost.js';
import { openErrorFormatter } from './errors.js';
import { LIMITS, limitRule } from './limits.js';

/** A subscription sent by POST would run its resolver as a query, past `subscribe` and its checks. */
const noSubscriptionsOverHttp: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ operation }) => {
        if (operation?.operation !== 'subscription') return Promise.resolve();
        throw new GraphQLError('Subscriptions go over WebSocket (graphql-transport-ws) to this same path.', {
          extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
        });
      },
    }),
};

const AS_A_CLIENT_FAULT = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/** `application/json` asks for status 200 on faults of the document (GraphQL over HTTP); the newer media type for 400. */
const statusByMediaType: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ request, response }) => {
        const { body, http } = response;
        const newer = request.http?.headers.get('accept')?.includes('application/graphql-response+json') ?? false;
        if (newer || body.kind !== 'single' || 'data' in body.singleResult) return Promise.resolve();
        const codes = (body.singleResult.errors ?? []).map(({ extensions }) => String(extensions?.code));
        if (codes.length > 0 && codes.every((code) => AS_A_CLIENT_FAULT.has(code))) http.status = 200;
        return Promise.resolve();
      },
    }),
};

/** The server of queries and mutations over HTTP. */
export const openApollo = (schema: GraphQLSchema, httpServer: Server, logger: Logger): ApolloServer<Context> =>
  new ApolloServer<Context>({
    schema,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    introspection: true,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens: LIMITS.tokens },
    validationRules: [limitRule],
    formatError: openErrorFormatter(logger),
    stringifyResult: withinSize,
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (m) => logger.warn({}, String(m)),
      error: (m) => logger.error({}, String(m)),
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer, stopGracePeriodMillis: 5_000 }),
      noSubscriptionsOverHttp,
      costLimit,
      statusByMediaType,
    ],
  });
