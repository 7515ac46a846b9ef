import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/** Limits of one operation, checked before anything is executed. */
export const LIMITS = {
  tokens: 1_000,
  depth: 12,
  introspectionDepth: 16,
  fields: 1_000,
  aliases: 15,
  mutations: 10,
} as const;

class TooExpensive extends Error {}

const isIntrospection = ({ selections }: SelectionSetNode): boolean =>
  selections.every((selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'));

/** Under which aliases each field of one object is selected. */
type Names = Map<string, Set<string>>;

const countName = ({ name, alias }: FieldNode, names: Names): void => {
  const aliases = names.get(name.value) ?? new Set();
  names.set(name.value, aliases.add(alias?.value ?? name.value));
  if (aliases.size <= LIMITS.aliases) return;
  throw new TooExpensive(`It selects ${name.value} under more than ${LIMITS.aliases} names.`);
};

/** Counts the fields of an operation with fragments expanded, and stops as soon as a limit is exceeded. */
const measure = (root: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): void => {
  const mostDepth = isIntrospection(root) ? LIMITS.introspectionDepth : LIMITS.depth;
  let fields = 0;
  const walk = ({ selections }: SelectionSetNode, depth: number, open: readonly string[], names: Names): void => {
    if (depth > mostDepth) throw new TooExpensive(`It is nested deeper than ${mostDepth} levels.`);
    for (const selection of selections) {
      fields += 1;
      if (fields > LIMITS.fields) throw new TooExpensive(`It selects more than ${LIMITS.fields} fields.`);
      if (selection.kind === Kind.FIELD) countName(selection, names);
      if (selection.kind === Kind.FIELD && selection.selectionSet) {
        walk(selection.selectionSet, depth + 1, open, new Map());
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, depth, open, names);
      if (selection.kind === Kind.FRAGMENT_SPREAD && !open.includes(selection.name.value)) {
        const fragment = fragments.get(selection.name.value);
        if (fragment) walk(fragment.selectionSet, depth, [...open, selection.name.value], names);
      }
    }
  };
  walk(root, 1, [], new Map());
};

/** Validation rule, the same over HTTP and WebSocket: how deep and how wide an operation may be. */
export const limitRule = (context: ValidationContext): ASTVisitor => {
  const fragments = new Map(
    context
      .getDocument()
      .definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  return {
    OperationDefinition: (operation) => {
      try {
        if (operation.operation === 'mutation' && operation.selectionSet.selections.length > LIMITS.mutations) {
          throw new TooExpensive(`It has more than ${LIMITS.mutations} mutations.`);
        }
        measure(operation.selectionSet, fragments);
      } catch (error) {
        if (!(error instanceof TooExpensive)) throw error;
        const message = `The query is too expensive. ${error.message} Ask for less at a time.`;
        context.reportError(
          new GraphQLError(message, { nodes: operation, extensions: { code: 'QUERY_TOO_EXPENSIVE' } }),
        );
      }
    },
  };
};
