import { withIdempotencyKey } from '../../access/with-idempotency-key.js';
import { AppError } from '../../errors/app-error.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import { lockTranscript } from './lock-transcript.js';
import { replayTranscript } from '../replay-transcript.js';
import type { UploadFields } from '../transcript.entity.js';

/** New hints for the file. Omitted: unchanged; null: removed. */
interface Hints {
  readonly format?: string | null | undefined;
  readonly rep?: string | null | undefined;
  readonly customer?: string | null | undefined;
  readonly company?: string | null | undefined;
}

interface Renormalization {
  readonly transcriptId: string;
  readonly hints: Hints;
  /** Whether runs are started again whose input has changed. */
  readonly rescore: boolean;
  readonly idempotencyKey?: string | null;
}

type Ports = Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId' | 'plugins'>;

const HINTS = ['format', 'rep', 'customer', 'company'] as const;
const MAX_LENGTH = 300;

const checkHints = ({ plugins }: Ports, hints: Hints): void => {
  for (const name of HINTS) {
    if ((hints[name] ?? '').length <= MAX_LENGTH) continue;
    throw new AppError('BAD_USER_INPUT', `${name} may have ${MAX_LENGTH} characters.`, { path: ['input', name] });
  }
  const { format } = hints;
  if (!format || plugins.parsers.some((parser) => parser.format === format)) return;
  const known = plugins.parsers.map((parser) => parser.format).join(', ');
  const message = `There is no format "${format.slice(0, 60)}". Formats: ${known}.`;
  throw new AppError('FORMAT_UNKNOWN', message, { path: ['input', 'format'] });
};

const withHints = (fields: UploadFields, hints: Hints): UploadFields => {
  const { format: _format, rep: _rep, customer: _customer, company: _company, ...others } = fields;
  const merged = { ...fields, ...withoutUndefined(hints) };
  return { ...others, ...Object.fromEntries(HINTS.flatMap((name) => (merged[name] ? [[name, merged[name]]] : []))) };
};

const withoutUndefined = (hints: Hints): Hints =>
  Object.fromEntries(Object.entries(hints).filter(([, value]) => value !== undefined));

/**
 * Queues the raw file to be read again with these hints, also one that was refused or quarantined. The new normalization becomes the current one
 * and is stored beside the one before, with the difference; people's corrections are applied again.
 * @throws AppError NOT_FOUND, FORMAT_UNKNOWN with the known formats, BAD_USER_INPUT, IDEMPOTENCY_MISMATCH, CONFLICT while the file is
 * being read or where it became several transcripts
 */
export const renormalizeTranscript = async (
  scope: Ports,
  { transcriptId, hints, rescore, idempotencyKey }: Renormalization,
): Promise<void> => {
  checkHints(scope, hints);
  await inTransaction(scope, async (scope) => {
    const input = { transcriptId, hints, rescore };
    const request = { operation: 'renormalizeTranscript', key: idempotencyKey, input };
    await withIdempotencyKey(scope, request, transcriptId, async () => {
      const transcript = await lockTranscript(scope, transcriptId);
      if (transcript.status === 'SPLIT') {
        const path = ['input', 'transcriptId'];
        throw new AppError('CONFLICT', 'The file became several transcripts. Choose one of them.', { path });
      }
      const scoring = { ...transcript.requestedScoring, rescore };
      replayTranscript(scope, transcript, { fields: withHints(transcript.uploadFields, hints), scoring });
      await scope.em.flush();
    });
  });
};
