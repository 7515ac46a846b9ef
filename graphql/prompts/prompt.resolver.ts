import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import {
  promptPage,
  promptVersionPage,
  promptVersionsById,
  type PromptVersionRow,
} from '../../src/prompts/prompt-reads.js';
import { asConnection, OrderDirection, PageArgs, type ConnectionOf } from '../connection.js';
import type { Context } from '../context.js';
import { fromGlobalId, toGlobalId } from '../../src/scope/global-id.js';
import { Prompt, PromptConnection, PromptFilter, PromptVersion, PromptVersionConnection } from './prompt.type.js';

const asPrompt = (published: PromptVersionRow): Prompt => ({ key: published.promptKey, published });

@Resolver(() => Prompt)
export class PromptResolver {
  @Query(() => PromptConnection, { description: 'Prompts that have a published version.' })
  async prompts(
    @Ctx() { scope }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => PromptFilter, { nullable: true, description: 'Which prompts.' }) filter: PromptFilter | null,
    @Arg('orderBy', () => OrderDirection, { nullable: true, description: 'In which order.' })
    orderBy: OrderDirection | null,
  ): Promise<ConnectionOf<Prompt>> {
    const { edges, pageInfo } = asConnection(
      await promptPage(scope, filter?.key ?? null, orderBy === OrderDirection.DESC, page),
    );
    return { pageInfo, edges: edges.map(({ cursor, node }) => ({ cursor, node: asPrompt(node) })) };
  }

  @Query(() => Prompt, { nullable: true, description: 'One prompt by its key.' })
  async prompt(
    @Ctx() { scope }: Context,
    @Arg('key', () => String, { description: 'Key of the prompt, e.g. `base`.' }) key: string,
  ): Promise<Prompt | null> {
    const { rows } = await promptPage(scope, key, false, { first: 1 });
    return rows[0] ? asPrompt(rows[0]) : null;
  }

  @FieldResolver(() => PromptVersionConnection, { description: 'All versions, newest first.' })
  async versions(
    @Ctx() { scope }: Context,
    @Root() { key }: Prompt,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionOf<PromptVersionRow>> {
    return asConnection(await promptVersionPage(scope, key, true, page));
  }
}

@Resolver(() => PromptVersion)
export class PromptVersionResolver {
  @Query(() => PromptVersion, { nullable: true, description: 'One version of a prompt by its global id.' })
  async promptVersion(
    @Ctx() { scope }: Context,
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
  ): Promise<PromptVersionRow | null> {
    return (await promptVersionsById(scope, [fromGlobalId('PromptVersion', id)]))[0] ?? null;
  }

  @FieldResolver(() => ID, { description: 'Global id; `node(id)` finds the thing again.' })
  id(@Root() { id }: PromptVersionRow): string {
    return toGlobalId('PromptVersion', id);
  }
}
