import type { Uses } from '../../scope/scope.js';
import { IngestionPolicy } from './ingestion-policy.entity.js';
import {
  DEFAULT_QUALITY_ACTION,
  QUALITY_ACTIONS,
  type Quality,
  type QualityAction,
  type QualityIssue,
} from '../quality.js';

export interface QualityVerdict {
  /** The strictest action that an issue asks for; PASS where there is none. */
  readonly action: QualityAction;
  /** The issues that ask for it. */
  readonly because: readonly QualityIssue[];
}

/** Applies the organization's policy to a transcript's quality. Pure. */
export const judgeQuality = ({ issues }: Quality, policy: IngestionPolicy['quality'] = {}): QualityVerdict => {
  const actionOf = ({ code }: QualityIssue): QualityAction => policy[code] ?? DEFAULT_QUALITY_ACTION;
  const action =
    QUALITY_ACTIONS.findLast((candidate) => issues.some((issue) => actionOf(issue) === candidate)) ?? 'PASS';
  return { action, because: issues.filter((issue) => actionOf(issue) === action) };
};

/** As `judgeQuality`, by the organization's current policy. */
export const gateQuality = async ({ em, organizationId }: Uses<'em'>, quality: Quality): Promise<QualityVerdict> =>
  judgeQuality(quality, (await em.findOne(IngestionPolicy, { organizationId }))?.quality);
