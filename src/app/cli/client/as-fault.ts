import { AppError } from '../../../errors/app-error.js';
import { CallError } from './call-error.js';
import type { Fault } from '../score/call.js';
import { errorFacts } from './error-facts.js';

/** A failure as code and message; what nobody expected is INTERNAL_SERVER_ERROR, with its own words. */
export const asFault = (error: unknown): Fault => {
  if (error instanceof CallError || error instanceof AppError) return { code: error.code, message: error.message };
  const { name, message } = errorFacts(error);
  if (name === 'AbortError') return { code: 'INTERRUPTED', message: 'Interrupted.' };
  const words = `${name}: ${message}`.slice(0, 300);
  return { code: 'INTERNAL_SERVER_ERROR', message: `Unexpected fault, please report it. ${words}` };
};
