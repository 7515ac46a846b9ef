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
/** Maximum number of values: fields times the objects that have them. Each takes memory before the answer is sent. */
const MAX_VALUES = 50_000;

/**
 * What a field costs beside its objects, in objects: for `@Extensions(weighs(…))` of fields whose statements read many rows to
 * answer with few.
 */
export const weighs = (objects: number): { readonly weight: number } => ({ weight: objects });

interface Cost {
  readonly nodes: number;
  readonly values: number;
}

const NOTHING: Cost = { nodes: 0, values: 0 };
const add = (one: Cost, other: Cost): Cost => ({ nodes: one.nodes + other.nodes, values: one.values + other.values });

const weightOf = ({ extensions: { weight } }: GraphQLField<unknown, unknown>): number =>
  typeof weight === 'number' ? weight : 0;

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

const costOf = (node: FieldNode, parent: GraphQLNamedType, times: number, walk: Walk): Cost => {
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
  if (!field) return NOTHING;
  const size = sizeOf(field, node, walk);
  const below = node.selectionSet?.selections ?? [];
  const inner = times * Math.max(1, size);
  const own = { nodes: (size > 0 ? inner : 0) + times * weightOf(field), values: times };
  return add(own, count(below, getNamedType(field.type), inner, walk));
};

/** Ends early: the fields of the operation have been counted and are few, see `limits.ts`. */
const count = (selections: readonly SelectionNode[], parent: GraphQLNamedType, times: number, walk: Walk): Cost =>
  selections.reduce<Cost>((sum, node) => {
    if (node.kind === Kind.FIELD) return add(sum, costOf(node, parent, times, walk));
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? walk.fragments.get(node.name.value) : node;
    const narrowed = fragment?.typeCondition && walk.schema.getType(fragment.typeCondition.name.value);
    const type = narrowed && isCompositeType(narrowed) ? narrowed : parent;
    return add(sum, count(fragment?.selectionSet.selections ?? [], type, times, walk));
  }, NOTHING);

const tooExpensive = (why: string): GraphQLError =>
  httpFault(
    new AppError('QUERY_TOO_EXPENSIVE', `The query is too expensive. ${why} Ask for smaller pages or fewer fields.`),
  );

const check = (operation: OperationDefinitionNode, walk: Walk): void => {
  const root = walk.schema.getRootType(operation.operation);
  if (!root) return;
  const { nodes, values } = count(operation.selectionSet.selections, root, 1, walk);
  if (nodes > MAX_NODES) throw tooExpensive(`It may return ${nodes} things; ${MAX_NODES} are the limit.`);
  if (values > MAX_VALUES) throw tooExpensive(`It may return ${values} values; ${MAX_VALUES} are the limit.`);
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
