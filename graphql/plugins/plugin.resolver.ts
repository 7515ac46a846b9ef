import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.js';

@ObjectType({ description: 'An enabled plugin.' })
export class PluginInfo {
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => String, { description: 'Semantic version.' })
  version!: string;

  @Field(() => String, { description: 'What it is for.' })
  description!: string;

  @Field(() => [String], { description: 'What it brings, as `plugin/name`.' })
  contributions!: readonly string[];
}

@Resolver()
export class PluginResolver {
  @Query(() => [PluginInfo], { description: 'Enabled plugins, in the order in which they were loaded.' })
  plugins(@Ctx() { scope }: Context): PluginInfo[] {
    return scope.plugins.plugins.map((plugin) => ({
      ...plugin,
      contributions: Object.values(plugin.contributions).flat(),
    }));
  }
}
