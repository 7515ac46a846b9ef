import type { ApolloServerPlugin } from '@apollo/server';
import {
  getArgumentValues,
  getNamedType,
  getVariableValues,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { AppError } from '../src/errors/app-error.js';
import { checkFirst } from '../src/scope/read-page.js';
import type { Context } from './context.js';

/** Maximum number of objects that an operation may return, as its page sizes multiply. */
export const MAX_NODES = 10_000;

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Record<string, unknown>;
}

const httpFault = (error: AppError): GraphQLError =>
  new GraphQLError(error.message, {
    originalError: error,
    extensions: { code: error.code, http: { status: error.status } },
  });

const checkedFirst = (first: number, { extensions }: GraphQLField<unknown, unknown>): number => {
  const { mostPerPage } = extensions;
  try {
    return checkFirst(first, typeof mostPerPage === 'number' ? mostPerPage : undefined);
  } catch (error) {
    throw error instanceof AppError ? httpFault(error) : error;
  }
};

/** Number of objects that a field returns per parent; 0 if it is no list whose size depends on arguments. */
const sizeOf = (field: GraphQLField<unknown, unknown>, node: FieldNode, { variables }: Walk): number => {
  const values = getArgumentValues(field, node, variables);
  if (typeof values.first === 'number') return checkedFirst(values.first, field);
  return Array.isArray(values.ids) ? values.ids.length : 0;
};

const countOf = (node: FieldNode, parent: GraphQLNamedType, times: number, walk: Walk): number => {
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
  if (!field) return 0;
  const size = sizeOf(field, node, walk);
  const below = node.selectionSet?.selections ?? [];
  const inner = times * Math.max(1, size);
  return (size > 0 ? inner : 0) + count(below, getNamedType(field.type), inner, walk);
};

/** Ends early: the fields of the operation have been counted and are few, see `limits.ts`. */
const count = (selections: readonly SelectionNode[], parent: GraphQLNamedType, times: number, walk: Walk): number =>
  selections.reduce((sum, node) => {
    if (node.kind === Kind.FIELD) return sum + countOf(node, parent, times, walk);
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? walk.fragments.get(node.name.value) : node;
    const narrowed = fragment?.typeCondition && walk.schema.getType(fragment.typeCondition.name.value);
    const type = narrowed && isCompositeType(narrowed) ? narrowed : parent;
    return sum + count(fragment?.selectionSet.selections ?? [], type, times, walk);
  }, 0);

const check = (operation: OperationDefinitionNode, walk: Walk): void => {
  const root = walk.schema.getRootType(operation.operation);
  if (!root) return;
  const nodes = count(operation.selectionSet.selections, root, 1, walk);
  if (nodes <= MAX_NODES) return;
  const message = `The query is too expensive. It may return ${nodes} things; ${MAX_NODES} are the limit. Ask for smaller pages.`;
  throw httpFault(new AppError('QUERY_TOO_EXPENSIVE', message));
};

/** Refuses pages out of range, and operations whose pages multiply beyond reason, before anything is executed. */
export const costLimit: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ schema, document, operation, request }) => {
        const { coerced } = getVariableValues(schema, operation?.variableDefinitions ?? [], request.variables ?? {});
        const fragments = new Map(
          document.definitions.flatMap((node) =>
            node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
          ),
        );
        // Variables that do not fit their types are reported by the execution.
        if (operation && coerced) check(operation, { schema, fragments, variables: coerced });
        return Promise.resolve();
      },
    }),
};
