import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchema as build } from 'type-graphql';
import { modules } from './modules.js';

// Every subscription brings its own `subscribe`; type-graphql requires a bus nevertheless.
const unusedPubSub = {
  publish: () => undefined,
  subscribe: (): never => {
    throw new Error('Subscriptions read the event table.');
  },
};

/** The schema. With `emitTo` it is also written there as SDL, sorted. */
export const buildSchema = (emitTo?: string): Promise<GraphQLSchema> => {
  const [first, ...others] = modules.flatMap(({ resolvers }) => resolvers);
  if (!first) throw new Error('There are no resolvers.');
  return build({
    resolvers: [first, ...others],
    validate: false,
    pubSub: unusedPubSub,
    ...(emitTo ? { emitSchemaFile: { path: emitTo, sortedSchema: true } } : {}),
  });
};
