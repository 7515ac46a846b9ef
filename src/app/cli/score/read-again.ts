import { CallError } from '../client/call-error.js';
import type { Client } from '../client/client.js';

/** What was said of a file that the server had already; it is read again with it. */
export const RENORMALIZE = `mutation ReadAgain($input: RenormalizeTranscriptInput!) {
  renormalizeTranscript(input: $input) { userErrors { code message retryable } }
}`;

const HINTS = ['rep', 'customer', 'company', 'format'] as const;

interface Answer {
  readonly renormalizeTranscript: {
    readonly userErrors: readonly { readonly code: string; readonly message: string; readonly retryable: boolean }[];
  };
}

const MAX_TRIES = 40;
const PAUSE_MS = 250;

/**
 * Has the server read a known file again with what was said of it, and score it again where that changes the input. Waits
 * while the file is being read just then.
 * @returns false where nothing was said that a reading goes by
 * @throws CallError with the server's code
 */
export const readAgain = async (
  client: Client,
  transcriptId: string,
  fields: Readonly<Record<string, string>>,
  pause: (ms: number) => Promise<unknown>,
): Promise<boolean> => {
  const hints = Object.fromEntries(HINTS.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
  if (Object.keys(hints).length === 0) return false;
  const input = { transcriptId, ...hints, rescore: true };
  for (let left = MAX_TRIES; ; left -= 1) {
    const { renormalizeTranscript } = await client.query<Answer>(RENORMALIZE, { input });
    const [fault] = renormalizeTranscript.userErrors;
    if (!fault) return true;
    if (!fault.retryable || left === 0) throw new CallError(fault.code, fault.message);
    await pause(PAUSE_MS);
  }
};
