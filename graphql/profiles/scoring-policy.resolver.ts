import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver } from 'type-graphql';
import { type PolicyRow, policyVersions } from '../../src/profiles/policy-reads.js';
import type { ScoringPolicy as Policy } from '../../src/profiles/scoring-policy.js';
import { setScoringPolicy } from '../../src/profiles/set-scoring-policy.js';
import { checkFirst } from '../../src/scope/read-page.js';
import { Organization } from '../access/viewer.type.js';
import type { Context } from '../context.js';
import { payload } from '../user-error.type.js';
import { ScoringPolicy, SetScoringPolicyInput, SetScoringPolicyPayload } from './scoring-policy.type.js';

/** Fields that null resets; everywhere else null means left out. */
const ENDED_BY_NULL = new Set(['panel', 'repeat']);

const isGiven = ([field, value]: [string, unknown]): boolean =>
  value !== undefined && (value !== null || ENDED_BY_NULL.has(field));

const changesOf = (input: Omit<SetScoringPolicyInput, 'expectedVersion'>): Partial<Policy> =>
  Object.fromEntries(Object.entries(input).filter(isGiven));

@Resolver(() => Organization)
export class ScoringPolicyResolver {
  @FieldResolver(() => ScoringPolicy, { description: 'The current scoring policy.' })
  async scoringPolicy(@Ctx() { scope }: Context): Promise<PolicyRow | undefined> {
    return (await policyVersions(scope, 1))[0];
  }

  @FieldResolver(() => [ScoringPolicy], { description: 'Versions of its scoring policy, newest first.' })
  scoringPolicyVersions(
    @Ctx() { scope }: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
  ): Promise<readonly PolicyRow[]> {
    return policyVersions(scope, checkFirst(first));
  }

  @Mutation(() => SetScoringPolicyPayload, {
    description: 'Makes a new version of the scoring policy the current one. Needs a key with role ADMIN.',
  })
  setScoringPolicy(
    @Ctx() { scope }: Context,
    @Arg('input', () => SetScoringPolicyInput, { description: 'What to change.' })
    { expectedVersion = null, ...input }: SetScoringPolicyInput,
  ): Promise<SetScoringPolicyPayload> {
    return payload(async () => {
      await setScoringPolicy(scope, changesOf(input), expectedVersion);
      return { scoringPolicy: (await policyVersions(scope, 1))[0] ?? null };
    });
  }
}
