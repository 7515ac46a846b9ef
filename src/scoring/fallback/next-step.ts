/** What came of an answer. DECLINED: refused, or stopped by a content filter. */
export type Verdict = 'VALID' | 'INVALID' | 'TRUNCATED' | 'DECLINED';

/** A call that was made, as far as the next step depends on it. */
export type PastCall = { readonly number: number; readonly model: string } & (
  | { readonly outcome: 'ANSWER'; readonly verdict: Verdict }
  | { readonly outcome: 'FAILURE'; readonly code: string; readonly retryable: boolean }
  /** Not made: a limit, the circuit breaker or a budget held it back. */
  | { readonly outcome: 'HELD_BACK'; readonly code: string }
  /** Its worker died before the answer was stored, or the provider's batch returned nothing for it. */
  | { readonly outcome: 'LOST' }
);

export interface FallbackPlan {
  /** Addresses of the judge and its fallback models, in their order, each once. */
  readonly models: readonly string[];
  /** How often an answer that fails its checks is sent back, 0 to 2; to a fallback once at most. */
  readonly corrections: number;
  readonly mostCalls: number;
}

export interface Ask {
  readonly kind: 'FIRST' | 'CORRECTION' | 'FALLBACK';
  readonly model: string;
  /** Number of the answer that is sent back; null where the question itself is asked. */
  readonly corrects: number | null;
  /** Whether the model gets a higher output limit, because one of its answers was cut off. */
  readonly enlarged: boolean;
}

export type Step =
  | ({ readonly step: 'ASK' } & Ask)
  | { readonly step: 'ACCEPT'; readonly number: number }
  /** `number` is the last answer where there is one, else the last call. */
  | { readonly step: 'END'; readonly because: 'INVALID' | 'FAILED'; readonly number: number };

/** Retryable failures in a row after which the next model is asked; one more where the service names a time to wait. */
const maxFailures = (code: string): number => (code === 'PROVIDER_RATE_LIMITED' ? 3 : 2);

/** Whether a call was made: it may have been paid for, whatever came of it. */
export const wasMade = ({ outcome }: PastCall): boolean => outcome !== 'HELD_BACK';

type Answered = PastCall & { readonly outcome: 'ANSWER' };
const isAnswer = (call: PastCall): call is Answered => call.outcome === 'ANSWER';

/** Where the plan is: the current model, and its calls so far. */
interface Position {
  readonly plan: FallbackPlan;
  readonly past: readonly PastCall[];
  readonly at: number;
  readonly model: string;
  /** Calls of this model, without those that were lost. */
  readonly own: readonly PastCall[];
  /** Calls that may still be made. */
  readonly left: number;
}

const positionOf = (plan: FallbackPlan, past: readonly PastCall[]): Position => {
  const at = Math.max(0, ...past.map(({ model }) => plan.models.indexOf(model)));
  const model = plan.models[at] ?? '';
  const own = past.filter((call) => call.model === model && call.outcome !== 'LOST');
  return { plan, past, at, model, own, left: plan.mostCalls - past.filter(wasMade).length };
};

const ended = ({ past }: Position): Step => {
  const answer = past.findLast(isAnswer);
  if (answer) return { step: 'END', because: 'INVALID', number: answer.number };
  return { step: 'END', because: 'FAILED', number: past.at(-1)?.number ?? 0 };
};

const question = (at: number, model: string): Step => {
  const kind = at === 0 ? 'FIRST' : 'FALLBACK';
  return { step: 'ASK', kind, model, corrects: null, enlarged: false };
};

const nextModel = (position: Position): Step => {
  const { plan, at, left } = position;
  const model = plan.models[at + 1];
  return model === undefined || left < 1 ? ended(position) : question(at + 1, model);
};

/** Each model still to come keeps one call. */
const hasCallToSpare = ({ plan, at, left }: Position): boolean => left > plan.models.length - 1 - at;

const afterAnswer = (position: Position, answers: readonly Answered[], last: Answered): Step => {
  const { model, plan, at } = position;
  const truncated = answers.filter(({ verdict }) => verdict === 'TRUNCATED').length;
  const again = { step: 'ASK', kind: 'CORRECTION', model, enlarged: truncated > 0 } as const;
  if (last.verdict === 'DECLINED' || !hasCallToSpare(position)) return nextModel(position);
  if (last.verdict === 'TRUNCATED') return truncated > 1 ? nextModel(position) : { ...again, corrects: null };
  const corrected = answers.filter(({ verdict }) => verdict === 'INVALID').length - 1;
  const allowed = at === 0 ? plan.corrections : Math.min(plan.corrections, 1);
  return corrected < allowed ? { ...again, corrects: last.number } : nextModel(position);
};

/** What the current model is asked next, its failures aside. */
const stepOf = (position: Position): Step => {
  const { at, model, own, left } = position;
  const answers = own.filter(isAnswer);
  const last = answers.at(-1);
  if (last?.verdict === 'VALID') return { step: 'ACCEPT', number: last.number };
  if (last) return afterAnswer(position, answers, last);
  return left < 1 ? ended(position) : question(at, model);
};

/** Failures of the current model since its last answer, newest last. */
const trailingFailures = ({ own }: Position) =>
  own.slice(own.findLastIndex(isAnswer) + 1).flatMap((call) => (call.outcome === 'FAILURE' ? [call] : []));

/** The circuit breaker is open for the current model: a fallback model is asked at once. */
const isCutOff = ({ own, plan, at }: Position): boolean => {
  const last = own.at(-1);
  const isOpen = last?.outcome === 'HELD_BACK' && last.code === 'PROVIDER_UNAVAILABLE';
  return isOpen && at < plan.models.length - 1;
};

/** A budget refuses the call because its price is not known: another model's may be. */
const isUnpriced = (call: PastCall): boolean => call.outcome === 'HELD_BACK' && call.code === 'PRICE_UNKNOWN';

/** Such a refusal counts until another call follows it: prices may be set at any time. */
const withoutOldRefusals = (past: readonly PastCall[]): readonly PastCall[] =>
  past.filter((call, at) => !isUnpriced(call) || past.slice(at).every(isUnpriced));

/** There is no further model, and no answer by another model that the run could end with. */
const isLastChance = ({ plan, past, at, model }: Position): boolean =>
  at >= plan.models.length - 1 && past.every((call) => call.model === model || !isAnswer(call));

/**
 * What to do after these calls: first answer, corrections with what failed, the fallback models in turn, the end. A pure
 * function: the same calls always give the same step, so that a worker that takes over a run continues where the last one
 * stopped. Where the step repeats the call that failed last, the caller waits before it makes it.
 */
export const nextStep = (plan: FallbackPlan, past: readonly PastCall[]): Step => {
  const position = positionOf(plan, withoutOldRefusals(past));
  if (isCutOff(position) || position.own.slice(-1).some(isUnpriced)) return nextModel(position);
  const failures = trailingFailures(position);
  const last = failures.at(-1);
  if (!last) return stepOf(position);
  const mayRetry = failures.length < maxFailures(last.code) || isLastChance(position);
  const stays = last.retryable && mayRetry && hasCallToSpare(position);
  return stays ? stepOf(position) : nextModel(position);
};
