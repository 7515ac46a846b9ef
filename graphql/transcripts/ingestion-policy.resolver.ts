import { Arg, Ctx, FieldResolver, Mutation, Resolver } from 'type-graphql';
import { setIngestionPolicy } from '../../src/transcripts/policy/set-ingestion-policy.js';
import type { QualityIssueCode } from '../../src/transcripts/quality.js';
import { Organization } from '../access/viewer.type.js';
import type { Context } from '../context.js';
import { payload } from '../user-error.type.js';
import {
  IngestionPolicy,
  SetIngestionPolicyInput,
  SetIngestionPolicyPayload,
  type QualityRule,
} from './ingestion-policy.type.js';
import { ingestionPolicyLoader } from './transcripts.loaders.js';

const rulesOf = (quality: Readonly<Record<string, QualityRule['action']>>): QualityRule[] =>
  Object.entries(quality).map(([issue, action]) => ({ issue: issue as QualityIssueCode, action }));

const policyOf = async ({ loaders, scope }: Context): Promise<IngestionPolicy | null> => {
  const policy = await loaders.load(ingestionPolicyLoader, scope.organizationId);
  return policy && { ...policy, quality: rulesOf(policy.quality) };
};

@Resolver(() => Organization)
export class IngestionPolicyResolver {
  @FieldResolver(() => IngestionPolicy, { nullable: true, description: 'What becomes of uploads.' })
  ingestionPolicy(@Ctx() context: Context): Promise<IngestionPolicy | null> {
    return policyOf(context);
  }

  @Mutation(() => SetIngestionPolicyPayload, {
    description: 'Sets what becomes of uploads from now on. Needs a key with role ADMIN.',
  })
  setIngestionPolicy(
    @Ctx() context: Context,
    @Arg('input', () => SetIngestionPolicyInput, { description: 'What is to change.' })
    { quality, ...limits }: SetIngestionPolicyInput,
  ): Promise<SetIngestionPolicyPayload> {
    return payload(async () => {
      const rules = quality && Object.fromEntries(quality.map(({ issue, action }) => [issue, action]));
      await setIngestionPolicy(context.scope, { ...limits, quality: rules });
      return { ingestionPolicy: await policyOf(context) };
    });
  }
}
