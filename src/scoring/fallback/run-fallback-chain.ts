import type { JudgeVerdict } from '../model/judge-verdict.js';
import type { FallbackChain } from './fallback-chain.js';

/**
 * Goes on up a ladder until an answer is accepted.
 * @throws OutputRejectedError when no model answered validly; ProviderError for a failure after which the same call is to
 * be made again, later; AppError with the code of a failure after which nobody is left to ask
 */
export const runFallbackChain = async <Output>(climb: FallbackChain<Output>): Promise<JudgeVerdict<Output>> => {
  for (;;) {
    const step = climb.next();
    if (step.step === 'ACCEPT') return climb.accept(step.number);
    if (step.step === 'END') throw climb.endedBy(step.because, step.number);
    await climb.ask(step);
  }
};
