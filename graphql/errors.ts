import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import { AppError } from '../src/errors/app-error.js';
import type { Logger } from '../src/logging/logger.js';

const coded = (error: AppError): GraphQLFormattedError => ({
  message: error.message,
  extensions: {
    code: error.code,
    retryable: error.retryable,
    helpUrl: error.helpUrl,
    ...(error.path.length > 0 ? { argumentPath: error.path } : {}),
  },
});

const REQUEST_FAULTS = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'QUERY_TOO_EXPENSIVE',
]);

/** Thrown by `graphql` itself about the request, so its text is about the request too. */
const isRequestFault = (error: GraphQLFormattedError): boolean => REQUEST_FAULTS.has(error.extensions?.code as string);

/** A variable that does not fit its type. Apollo codes these; `graphql` alone, as over WebSocket, does not. */
const isVariableFault = (thrown: unknown): boolean =>
  thrown instanceof GraphQLError && !thrown.path && thrown.nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION;

/** U+0000 in a text: the one character that PostgreSQL can neither store nor compare. */
const isUnstorable = (cause: unknown): boolean =>
  ['22021', '22P05'].includes(String((cause as { code?: unknown } | null)?.code));

const withoutGuesses = (message: string): string =>
  message.includes('call stack') ? 'The document is nested too deeply.' : message.replace(/ Did you mean .*$/s, '');

const causeOf = (error: unknown): unknown => (error instanceof GraphQLError ? (error.originalError ?? error) : error);

/** What a client may know of its own fault; null where the fault is ours. */
const ofTheRequest = (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError | null => {
  const cause = causeOf(thrown);
  if (cause instanceof AppError) return coded(cause);
  if (isUnstorable(cause)) return coded(new AppError('BAD_USER_INPUT', 'A text contains the character U+0000.'));
  const code = isVariableFault(thrown) ? 'BAD_USER_INPUT' : formatted.extensions?.code;
  if (!isVariableFault(thrown) && !isRequestFault(formatted)) return null;
  return { message: withoutGuesses(formatted.message), extensions: { code, retryable: false } };
};

/**
 * What a client may know of a fault: coded errors as they are, faults of the request in graphql's words, anything else
 * masked and logged under an id that the client is given.
 */
export const openErrorFormatter =
  (logger: Logger) =>
  (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const place = {
      ...(formatted.path ? { path: formatted.path } : {}),
      ...(formatted.locations ? { locations: formatted.locations } : {}),
    };
    const known = ofTheRequest(formatted, thrown);
    if (known) return { ...place, ...known };
    const errorId = randomUUID();
    logger.error({ err: causeOf(thrown), errorId, path: formatted.path }, 'unexpected error in an operation');
    const message = `Something went wrong on our side. Quote ${errorId} when you report it.`;
    return { ...place, message, extensions: { code: 'INTERNAL_SERVER_ERROR', errorId, retryable: false } };
  };
