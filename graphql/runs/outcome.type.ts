import { createUnionType, Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { UNSCORED_REASONS, type UnscoredReason } from '../../src/plugin-api/index.js';

export enum Confidence {
  LOW = 'low',
  MEDIUM = 'medium',
  HIGH = 'high',
}
registerEnumType(Confidence, {
  name: 'Confidence',
  description: 'How sure the judge says it is. Verbal, and not calibrated.',
  valuesConfig: {
    LOW: { description: 'Unsure.' },
    MEDIUM: { description: 'Fairly sure.' },
    HIGH: { description: 'Sure.' },
  },
});

export enum EvidenceKind {
  REP_QUESTION = 'rep_question',
  REP_STATEMENT = 'rep_statement',
  CUSTOMER_RESPONSE = 'customer_response',
  MISSED_OPPORTUNITY = 'missed_opportunity',
}
registerEnumType(EvidenceKind, {
  name: 'EvidenceKind',
  description: 'What a quote shows.',
  valuesConfig: {
    REP_QUESTION: { description: 'A question by the representative.' },
    REP_STATEMENT: { description: 'What the representative said without asking.' },
    CUSTOMER_RESPONSE: { description: 'An answer by the customer.' },
    MISSED_OPPORTUNITY: { description: 'A chance that was passed over.' },
  },
});

export enum EvidenceStatus {
  VERIFIED = 'VERIFIED',
  REPAIRED = 'REPAIRED',
}
registerEnumType(EvidenceStatus, {
  name: 'EvidenceStatus',
  description: 'How a quote was found. A quote that was not found is never stored.',
  valuesConfig: {
    VERIFIED: { description: 'Found in the turn exactly as the judge cited it.' },
    REPAIRED: {
      description: "Found in the transcript; the judge's wording or turn was slightly off and was corrected.",
    },
  },
});

const reasons = Object.fromEntries(UNSCORED_REASONS.map((reason) => [reason, reason])) as { [R in UnscoredReason]: R };
registerEnumType(reasons, {
  name: 'UnscoredReason',
  description: 'Why there is no score.',
  valuesConfig: {
    NOT_APPLICABLE: { description: 'The dimension does not apply to this call.' },
    INSUFFICIENT_EVIDENCE: { description: 'The call gives no fair chance to judge.' },
    NO_REPRESENTATIVE: { description: 'No participant is known to be the representative.' },
    NOT_A_SALES_CALL: { description: 'The recording is not a sales call.' },
    UNSUPPORTED_LANGUAGE: { description: 'The judge does not know the language.' },
  },
});

@ObjectType({ description: 'A quote that was found in the transcript.' })
export class Evidence {
  @Field(() => Int, { description: 'Number of the turn.' })
  turn!: number;

  @Field(() => String, { description: 'The words exactly as in the turn.' })
  quote!: string;

  @Field(() => EvidenceKind, { description: 'What it shows.' })
  kind!: EvidenceKind;

  @Field(() => Int, { description: 'Begin in the text of the turn, UTF-16 code units.' })
  start!: number;

  @Field(() => Int, { description: 'End in the text of the turn, UTF-16 code units.' })
  end!: number;

  @Field(() => Int, { nullable: true, description: 'Begin of the turn in ms, where the file says.' })
  startMs!: number | null;

  @Field(() => Int, { nullable: true, description: 'End of the turn in ms, where the file says.' })
  endMs!: number | null;

  @Field(() => EvidenceStatus, { description: 'How it was found.' })
  status!: EvidenceStatus;

  @Field(() => Boolean, {
    description: 'Whether it is in doubt who says it: the words stand there, but may be of another person.',
  })
  doubt!: boolean;
}

@ObjectType({ description: 'There is a score.' })
export class Scored {
  @Field(() => Float, {
    description: "On the rubric's scale. Of an overall: the weighted mean of the scored dimensions.",
  })
  value!: number;

  @Field(() => Float, { description: 'The same as `value`.' })
  score!: number;

  @Field(() => Float, {
    description:
      'Of an overall: the best that the scored dimensions can give out of all, on the scale. Of a dimension: the top of the scale.',
  })
  potential!: number;

  @Field(() => Float, { description: 'Place on the scale, 0 to 1.' })
  normalized!: number;

  @Field(() => Confidence, { nullable: true, description: 'How sure the judge says it is; an overall has none.' })
  confidence!: Confidence | null;

  @Field(() => String, { description: 'Why.' })
  rationale!: string;

  @Field(() => [Evidence], { description: 'Quotes that the score rests on; an overall rests on its dimensions.' })
  evidence!: readonly Evidence[];
}

@ObjectType({ description: 'There is no score, and this is why. Never to be read as a low score.' })
export class Unscored {
  @Field(() => reasons, { description: 'Why, for programs.' })
  reason!: UnscoredReason;

  @Field(() => String, { description: 'Why, for people.' })
  rationale!: string;
}

export const Outcome = createUnionType({
  name: 'Outcome',
  description: 'A score, or a stated reason for none.',
  types: () => [Scored, Unscored] as const,
  resolveType: (value) => ('reason' in value ? Unscored : Scored),
});

@ObjectType({ description: 'Result for one dimension of the rubric.' })
export class DimensionScore {
  @Field(() => String, { description: 'Key of the dimension.' })
  dimension!: string;

  @Field(() => Outcome, { description: 'A score, or a stated reason for none.' })
  outcome!: Scored | Unscored;
}
