import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import {
  type Quality as StoredQuality,
  QUALITY_ACTIONS,
  QUALITY_ISSUE_CODES,
  type QualityAction as Action,
  type QualityIssueCode as IssueCode,
} from '../../src/transcripts/quality.js';
import type { Context } from '../context.js';
import type { MetricValue } from '../../src/plugin-api/index.js';
import { ingestionPolicyLoader } from './transcripts.loaders.js';

export const QualityIssueCode = Object.fromEntries(QUALITY_ISSUE_CODES.map((code) => [code, code])) as {
  [Code in IssueCode]: Code;
};
registerEnumType(QualityIssueCode, {
  name: 'QualityIssueCode',
  description: 'What can be wrong with a transcript that was read.',
  valuesConfig: {
    UNKNOWN_SPEAKERS: { description: 'The roles of the speakers are not known.' },
    ATTRIBUTION_IN_DOUBT: { description: 'It is in doubt who says some of the words.' },
    ONE_SIDED: { description: 'One side hardly speaks.' },
    TRUNCATED: { description: 'The end, or another part, is missing.' },
    NO_TIMES: { description: 'The file does not say when something was said.' },
    DUPLICATE_WORDS: { description: 'Many words occur twice.' },
    IMPLAUSIBLE_SPEED: { description: 'The rate of speech is not plausible; the times may be wrong.' },
    LOW_ASR_CONFIDENCE: { description: 'The speech recognition was not sure of its words.' },
    TOO_SHORT: { description: 'Too little is said to judge by.' },
  },
});

export const QualityAction = Object.fromEntries(QUALITY_ACTIONS.map((action) => [action, action])) as {
  [Value in Action]: Value;
};
registerEnumType(QualityAction, {
  name: 'QualityAction',
  description: 'What is done about an issue, mildest first.',
  valuesConfig: {
    PASS: { description: 'Nothing; it is not shown.' },
    WARN: { description: 'It is shown, and the call is scored.' },
    HOLD: { description: 'The transcript is held until it is released.' },
    REFUSE: { description: 'The transcript is refused; its file is kept.' },
  },
});

@ObjectType({ description: 'Something wrong with a transcript that was read.' })
export class QualityIssue {
  @Field(() => QualityIssueCode, { description: 'What, for programs.' })
  code!: IssueCode;

  @Field(() => String, { description: 'What was found, with its figure, for people.' })
  message!: string;

  @Field(() => QualityAction, { description: "What the organization's policy does about it." })
  action!: Action;
}

@ObjectType({ description: 'How well a transcript serves for scoring.' })
export class Quality {
  @Field(() => Float, { description: '1 where nothing was found, down to 0.' })
  score!: number;

  @Field(() => [QualityIssue], { description: 'What was found, but for what the policy passes.' })
  issues!: readonly QualityIssue[];
}

@ObjectType({ description: 'A computed figure of a transcript; no model is involved.' })
export class TranscriptMetric {
  @Field(() => String, { description: 'Metric and figure, e.g. `conversation/talkShareOfSpeech`.' })
  name!: string;

  @Field(() => Float, { nullable: true, description: 'Null where it cannot be computed; `reason` says why.' })
  value!: number | null;

  @Field(() => String, { nullable: true, description: 'Unit of the value, e.g. `ratio`, `ms`.' })
  unit!: string | null;

  @Field(() => String, { nullable: true, description: 'What a ratio or rate is of.' })
  denominator!: string | null;

  @Field(() => Boolean, {
    description: 'Whether the file lacks what would be measured, such as times, and the value was estimated.',
  })
  estimated!: boolean;

  @Field(() => String, { nullable: true, description: 'Why there is no value.' })
  reason!: string | null;
}

/** The quality with the action of the current policy for each issue, without issues that it passes. */
export const asQuality = async (
  { loaders, scope }: Context,
  quality: StoredQuality | null | undefined,
): Promise<Quality | null> => {
  if (!quality) return null;
  const policy = await loaders.load(ingestionPolicyLoader, scope.organizationId);
  const issues = quality.issues.map((issue) => ({ ...issue, action: policy?.quality[issue.code] ?? 'WARN' }));
  return { score: quality.score, issues: issues.filter(({ action }) => action !== 'PASS') };
};

const asMetric = (name: string, metric: MetricValue): TranscriptMetric =>
  metric.outcome === 'MEASURED'
    ? {
        name,
        value: metric.value,
        unit: metric.unit,
        denominator: metric.denominator,
        estimated: metric.estimated ?? false,
        reason: null,
      }
    : { name, value: null, unit: null, denominator: null, estimated: false, reason: metric.reason };

/** Figures as a list, by name. */
export const asMetrics = (metrics: Readonly<Record<string, MetricValue>> | null | undefined): TranscriptMetric[] =>
  Object.entries(metrics ?? {})
    .map(([name, metric]) => asMetric(name, metric))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
