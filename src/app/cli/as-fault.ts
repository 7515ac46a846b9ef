import { AppError } from '../../errors/app-error.js';
import { CallError } from './call-error.js';
import type { Fault } from './call.js';

/**
 * An expected failure as code and message.
 * @throws whatever nobody expected, as it came
 */
export const asFault = (error: unknown): Fault => {
  if (error instanceof CallError || error instanceof AppError) return { code: error.code, message: error.message };
  if (error instanceof Error && error.name === 'AbortError') return { code: 'INTERRUPTED', message: 'Interrupted.' };
  throw error;
};
