import { ArgsType, type ClassType, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Page } from '../src/scope/read-page.js';

export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}
registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Way of an order.',
  valuesConfig: {
    ASC: { description: 'Smallest or oldest first.' },
    DESC: { description: 'Largest or newest first.' },
  },
});

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many, 1 to 100.' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'Cursor behind which the page begins.' })
  after?: string | null;
}

@ObjectType({ description: 'Position of a page in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more come behind this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether the page began behind a cursor, so that something came before it.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first edge.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last edge, for `after` of the next page.' })
  endCursor!: string | null;
}

export interface EdgeOf<Node> {
  readonly cursor: string;
  readonly node: Node;
}

export interface ConnectionOf<Node> {
  readonly edges: readonly EdgeOf<Node>[];
  readonly pageInfo: PageInfo;
}

/** The Relay edge and connection types of a node type. */
export const connectionOf = <Node extends object>(name: string, node: () => ClassType) => {
  @ObjectType(`${name}Edge`, { description: `One ${name} of a list, with its place.` })
  class Edge implements EdgeOf<Node> {
    @Field(() => String, { description: 'Opaque place in the list.' })
    readonly cursor!: string;

    @Field(node, { description: 'The thing itself.' })
    readonly node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.` })
  class Connection implements ConnectionOf<Node> {
    @Field(() => [Edge], { description: 'The page, in order.' })
    readonly edges!: readonly Edge[];

    @Field(() => PageInfo, { description: 'Position of the page.' })
    readonly pageInfo!: PageInfo;
  }
  return Connection;
};

type Bounds = Pick<PageInfo, 'hasNextPage' | 'hasPreviousPage'>;

/** Edges as a connection; its start and end cursors follow from them. */
export const connectionFrom = <Node>(edges: readonly EdgeOf<Node>[], bounds: Bounds): ConnectionOf<Node> => ({
  edges,
  pageInfo: { ...bounds, startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null },
});

/** A page of rows as a connection. */
export const asConnection = <Row extends object>({ rows, ...bounds }: Page<Row>): ConnectionOf<Row> =>
  connectionFrom(
    rows.map((node) => ({ cursor: node.cursor, node })),
    { hasNextPage: bounds.hasNextPage, hasPreviousPage: bounds.hasPreviousPage },
  );
