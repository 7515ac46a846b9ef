import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { organizationOf } from '../../src/access/access-reads.js';
import { AppError } from '../../src/errors/app-error.js';
import type { Context } from '../context.js';
import { readGlobalId } from '../../src/scope/global-id.js';
import { Node } from './node.type.js';

type Found = object & { readonly __typename: string };
type Finder = (context: Context, id: string) => Promise<object | null>;

const none = (): Promise<null> => Promise.resolve(null);

const FINDERS: Readonly<Record<string, Finder>> = {
  Transcript: ({ loaders }, id) => loaders.transcript.load(id),
  Normalization: ({ loaders }, id) => loaders.normalization.load(id),
  Upload: ({ loaders }, id) => loaders.upload.load(id),
  Run: ({ loaders }, id) => loaders.run.load(id),
  Batch: ({ loaders }, id) => loaders.batch.load(id),
  Representative: ({ loaders }, id) => loaders.representative.load(id),
  Company: ({ loaders }, id) => loaders.company.load(id),
  PromptVersion: ({ loaders }, id) => loaders.promptVersion.load(id),
  RubricVersion: ({ loaders }, id) => loaders.rubricVersionById.load(id),
  ApiKey: ({ loaders, scope: { actor } }, id) => (actor.role === 'ADMIN' ? loaders.apiKey.load(id) : none()),
  Organization: async ({ scope }, id) => {
    const own = await organizationOf(scope);
    return own?.id === id ? own : null;
  },
};

const find = async (context: Context, globalId: string): Promise<Found | null> => {
  const read = readGlobalId(globalId);
  const finder = read && Object.hasOwn(FINDERS, read.type) ? FINDERS[read.type] : undefined;
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
