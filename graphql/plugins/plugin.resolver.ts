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

@ObjectType({ description: 'A provider of models.' })
export class ModelProviderInfo {
  @Field(() => String, { description: 'First part of its model addresses.' })
  name!: string;

  @Field(() => String, { description: 'What it is.' })
  description!: string;

  @Field(() => String, { description: 'Model that its name alone stands for.' })
  defaultModel!: string;

  @Field(() => Boolean, { description: 'Whether it costs nothing and never leaves this process.' })
  offline!: boolean;

  @Field(() => Boolean, { description: 'Whether it can be called.' })
  ready!: boolean;

  @Field(() => String, { nullable: true, description: 'Why it cannot be called.' })
  reason!: string | null;
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

  @Query(() => [ModelProviderInfo], { description: 'Providers of models, and whether each can be called.' })
  modelProviders(@Ctx() { scope }: Context): ModelProviderInfo[] {
    return scope.plugins.modelProviders.map((provider) => {
      const readiness = provider.readiness();
      const { name, description, defaultModel, offline } = provider;
      return {
        name,
        description,
        defaultModel,
        offline,
        ready: readiness.ready,
        reason: readiness.ready ? null : readiness.reason,
      };
    });
  }
}
