import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { AppError } from '../../src/errors/app-error.js';
import type { Context } from '../context.js';
import { readGlobalId } from '../../src/scope/global-id.js';
import { Node } from './node.type.js';

type Found = object & { readonly __typename: string };
const find = async (context: Context, globalId: string): Promise<Found | null> => {
  const read = readGlobalId(globalId);
  const finder = read && context.nodes.get(read.type);
  const found = read && finder ? await finder(context, read.id) : null;
  return read && found ? { ...found, __typename: read.type } : null;
};

const MOST = 100;

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'Anything by its global id; null where there is no such thing.' })
  node(@Ctx() context: Context, @Arg('id', () => ID, { description: 'Global id.' }) id: string): Promise<Found | null> {
    return find(context, id);
  }

  @Query(() => [Node], { nullable: 'items', description: 'Up to 100 things by their global ids, in the same order.' })
  nodes(
    @Ctx() context: Context,
    @Arg('ids', () => [ID], { description: 'Global ids, at most 100.' }) ids: string[],
  ): Promise<(Found | null)[]> {
    if (ids.length > MOST)
      throw new AppError('BAD_USER_INPUT', `Ask for at most ${MOST} at a time.`, { path: ['ids'] });
    return Promise.all(ids.map((id) => find(context, id)));
  }
}
