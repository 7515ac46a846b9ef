import { GateRefusal } from '../../limits/gate-refusal.js';
import type { AppError } from '../../errors/app-error.js';

/** Codes of a call that reached a provider, or its plugin. Others (a budget, our own database) stopped it before. */
const BY_PROVIDER = /^(?:PROVIDER_|MODEL_|TIMEOUT$|INTERNAL_SERVER_ERROR$)/;

/** Whether a call that failed was made at all: what the gate or a budget holds back costs nobody anything. */
export const reachedProvider = (error: unknown, { code }: AppError): boolean =>
  !(error instanceof GateRefusal) && BY_PROVIDER.test(code);
