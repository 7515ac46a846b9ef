import type { ScoringMode, ScoringPolicy } from '../../profiles/scoring-policy.js';
import type { BacklogCount } from '../run-backlog.js';

/** What decided whether a caller waits. */
export const MODE_REASONS = ['ASKED', 'POLICY', 'SHORT_CALL', 'LONG_CALL', 'QUEUE_PRESSURE'] as const;
export type ModeReason = (typeof MODE_REASONS)[number];

export interface ChosenMode {
  readonly mode: Exclude<ScoringMode, 'AUTO'>;
  readonly because: ModeReason;
}

/** Runs that have not ended from which on waiting is in vain: of one organization, and of all. */
const MAX_OWN = 50;
const MAX_OF_ALL = 500;

interface ModeFacts {
  /** What the caller asks for; null leaves it to the policy. */
  readonly asked: ScoringMode | null;
  readonly policy: Pick<ScoringPolicy, 'mode' | 'asyncAboveTurns'>;
  readonly turns: number;
  readonly backlog: BacklogCount;
}

/** Whether the caller of a scoring waits for it, and why: what is asked for, else the policy; `AUTO` looks at the call and the queue. */
export const chooseMode = ({ asked, policy, turns, backlog }: ModeFacts): ChosenMode => {
  const mode = asked ?? policy.mode;
  if (mode !== 'AUTO') return { mode, because: asked === null ? 'POLICY' : 'ASKED' };
  if (turns > policy.asyncAboveTurns) return { mode: 'ASYNC', because: 'LONG_CALL' };
  const isPressed = backlog.own > MAX_OWN || backlog.all > MAX_OF_ALL;
  return isPressed ? { mode: 'ASYNC', because: 'QUEUE_PRESSURE' } : { mode: 'SYNC', because: 'SHORT_CALL' };
};
