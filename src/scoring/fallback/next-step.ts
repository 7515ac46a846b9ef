/** What came of an answer. DECLINED: refused, or stopped by a content filter. */
export type Verdict = 'VALID' | 'INVALID' | 'TRUNCATED' | 'DECLINED';

/** A call that was made, as far as the ladder must know it. */
export type PastCall = { readonly number: number; readonly model: string } & (
  | { readonly outcome: 'ANSWER'; readonly verdict: Verdict }
  | { readonly outcome: 'FAILURE'; readonly code: string; readonly retryable: boolean }
  /** Not made: a limit, the circuit breaker or a budget held it back. */
  | { readonly outcome: 'HELD_BACK'; readonly code: string }
  /** Its worker died before the answer was stored, or the provider's batch brought nothing for it. */
  | { readonly outcome: 'LOST' }
);

export interface FallbackPlan {
  /** Addresses of the judge and of those that step in for it, in their order, each once. */
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
  /** Whether the model gets more room, because an answer of its was cut at the limit. */
  readonly enlarged: boolean;
}

export type Step =
  | ({ readonly step: 'ASK' } & Ask)
  | { readonly step: 'ACCEPT'; readonly number: number }
  /** `number` is the last answer where there is one, else the last call. */
  | { readonly step: 'END'; readonly because: 'INVALID' | 'FAILED'; readonly number: number };

/** Passing failures of a model in a row after which the next one is asked; a service that names a time is given one more. */
const patienceWith = (code: string): number => (code === 'PROVIDER_RATE_LIMITED' ? 3 : 2);

/** Whether a call was made: it may have been paid for, whatever came of it. */
export const wasMade = ({ outcome }: PastCall): boolean => outcome !== 'HELD_BACK';

type Answered = PastCall & { readonly outcome: 'ANSWER' };
const isAnswer = (call: PastCall): call is Answered => call.outcome === 'ANSWER';

/** Where the ladder stands: the model in turn, and what it has said so far. */
interface Standing {
  readonly plan: FallbackPlan;
  readonly past: readonly PastCall[];
  readonly at: number;
  readonly model: string;
  /** Calls of this model, without those that were lost. */
  readonly own: readonly PastCall[];
  /** Calls that may still be made. */
  readonly left: number;
}

const standingOf = (plan: FallbackPlan, past: readonly PastCall[]): Standing => {
  const at = Math.max(0, ...past.map(({ model }) => plan.models.indexOf(model)));
  const model = plan.models[at] ?? '';
  const own = past.filter((call) => call.model === model && call.outcome !== 'LOST');
  return { plan, past, at, model, own, left: plan.mostCalls - past.filter(wasMade).length };
};

const ended = ({ past }: Standing): Step => {
  const answer = past.findLast(isAnswer);
  if (answer) return { step: 'END', because: 'INVALID', number: answer.number };
  return { step: 'END', because: 'FAILED', number: past.at(-1)?.number ?? 0 };
};

const question = (at: number, model: string): Step => {
  const kind = at === 0 ? 'FIRST' : 'FALLBACK';
  return { step: 'ASK', kind, model, corrects: null, enlarged: false };
};

const nextModel = (standing: Standing): Step => {
  const { plan, at, left } = standing;
  const model = plan.models[at + 1];
  return model === undefined || left < 1 ? ended(standing) : question(at + 1, model);
};

/** Each model still to come keeps one call. */
const hasCallToSpare = ({ plan, at, left }: Standing): boolean => left > plan.models.length - 1 - at;

const afterAnswer = (standing: Standing, answers: readonly Answered[], last: Answered): Step => {
  const { model, plan, at } = standing;
  const truncated = answers.filter(({ verdict }) => verdict === 'TRUNCATED').length;
  const again = { step: 'ASK', kind: 'CORRECTION', model, enlarged: truncated > 0 } as const;
  if (last.verdict === 'DECLINED' || !hasCallToSpare(standing)) return nextModel(standing);
  if (last.verdict === 'TRUNCATED') return truncated > 1 ? nextModel(standing) : { ...again, corrects: null };
  const corrected = answers.filter(({ verdict }) => verdict === 'INVALID').length - 1;
  const allowed = at === 0 ? plan.corrections : Math.min(plan.corrections, 1);
  return corrected < allowed ? { ...again, corrects: last.number } : nextModel(standing);
};

/** What the model in turn is asked next, its failures aside. */
const stepOf = (standing: Standing): Step => {
  const { at, model, own, left } = standing;
  const answers = own.filter(isAnswer);
  const last = answers.at(-1);
  if (last?.verdict === 'VALID') return { step: 'ACCEPT', number: last.number };
  if (last) return afterAnswer(standing, answers, last);
  return left < 1 ? ended(standing) : question(at, model);
};

/** Failures of the model in turn since its last answer, newest last. */
const trailingFailures = ({ own }: Standing) =>
  own.slice(own.findLastIndex(isAnswer) + 1).flatMap((call) => (call.outcome === 'FAILURE' ? [call] : []));

/** The circuit breaker knows that the model is away: whoever can step in does so at once. */
const isCutOff = ({ own, plan, at }: Standing): boolean => {
  const last = own.at(-1);
  const isOpen = last?.outcome === 'HELD_BACK' && last.code === 'PROVIDER_UNAVAILABLE';
  return isOpen && at < plan.models.length - 1;
};

/** A budget refuses the call because its price is not known: another model's may be. */
const isUnpriced = (call: PastCall): boolean => call.outcome === 'HELD_BACK' && call.code === 'PRICE_UNKNOWN';

/** Such a refusal counts until something else comes after it: prices may be stated at any time. */
const withoutOldRefusals = (past: readonly PastCall[]): readonly PastCall[] =>
  past.filter((call, at) => !isUnpriced(call) || past.slice(at).every(isUnpriced));

/** Nobody is left to ask, and there is no answer by another model that the run could end with. */
const isLastHope = ({ plan, past, at, model }: Standing): boolean =>
  at >= plan.models.length - 1 && past.every((call) => call.model === model || !isAnswer(call));

/**
 * The ladder: what to do after these calls, from nothing but them. First answer, corrections with what failed, the
 * fallback models in turn, the end. The same calls always give the same step, so that a worker that takes a run over
 * goes on where the last one stood. A step that repeats the call that failed last is for later: the caller waits.
 */
export const nextStep = (plan: FallbackPlan, past: readonly PastCall[]): Step => {
  const standing = standingOf(plan, withoutOldRefusals(past));
  if (isCutOff(standing) || standing.own.slice(-1).some(isUnpriced)) return nextModel(standing);
  const failures = trailingFailures(standing);
  const last = failures.at(-1);
  if (!last) return stepOf(standing);
  const isPatient = failures.length < patienceWith(last.code) || isLastHope(standing);
  const stays = last.retryable && isPatient && hasCallToSpare(standing);
  return stays ? stepOf(standing) : nextModel(standing);
};
