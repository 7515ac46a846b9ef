import { v7 as uuidv7 } from 'uuid';
import { withIdempotencyKey } from '../../access/with-idempotency-key.js';
import { recordAudit } from '../../audit/record-audit.js';
import { AppError } from '../../errors/app-error.js';
import { inTransaction } from '../../scope/in-transaction.js';
import { cleanUnicode } from '../../text/clean-unicode.js';
import { Batch } from '../batch.entity.js';
import { resolveSpec, type SpecChoice } from './resolve-spec.js';
import { lockResultsOf } from '../../transcripts/requested-scoring.js';
import { createRuns, readyTranscript, type StartPorts } from './start-run.js';

export const MAX_BATCH = 1_000;
const MAX_NAME = 200;

export interface NewBatch {
  readonly name: string;
  readonly transcriptIds: readonly string[];
  readonly choice: SpecChoice;
  /** False asks again even where the same was asked before; where left out, as the policy says. */
  readonly reuse?: boolean | null;
  readonly idempotencyKey?: string | null;
}

const checkSize = ({ length }: readonly string[]): void => {
  if (length > 0 && length <= MAX_BATCH) return;
  const message = `A batch has 1 to ${MAX_BATCH} transcripts; this one has ${length}.`;
  throw new AppError('BAD_USER_INPUT', message, { path: ['input', 'transcriptIds'] });
};

const checkedName = (given: string): string => {
  const name = cleanUnicode(given).trim();
  if (name.length <= MAX_NAME) return name === '' ? 'Batch' : name;
  throw new AppError('BAD_USER_INPUT', `A name may have ${MAX_NAME} characters.`, { path: ['input', 'name'] });
};

/**
 * Queues a run for each transcript, of several representatives for each who speaks enough, all or none.
 * @returns id of the batch
 * @throws AppError BAD_USER_INPUT for none or too many, else as `startRun`
 */
export const startBatch = async (scope: StartPorts, input: NewBatch): Promise<string> => {
  const { name, choice, reuse: asked = null, idempotencyKey } = input;
  const transcriptIds = [...new Set(input.transcriptIds)];
  checkSize(transcriptIds);
  return inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    const id = uuidv7();
    const stated = { name, transcriptIds, choice, ...(asked === false ? { reuse: false } : {}) };
    const request = { operation: 'startBatch', key: idempotencyKey, input: stated };
    return withIdempotencyKey(scope, request, id, async () => {
      const { spec, reuse: usual } = await resolveSpec(scope, choice);
      const reuse = usual && asked !== false;
      if (reuse) await lockResultsOf(scope, transcriptIds);
      let size = 0;
      for (const transcriptId of transcriptIds) {
        const path = ['input', 'transcriptIds', String(input.transcriptIds.indexOf(transcriptId))];
        const transcript = await readyTranscript(scope, transcriptId, path);
        size += await createRuns(scope, transcript, spec, { id: uuidv7(), batchId: id, reuse });
      }
      em.persist(
        em.create(Batch, {
          organizationId,
          id,
          name: checkedName(name),
          size,
          delivery: choice.delivery ?? 'IMMEDIATE',
        }),
      );
      recordAudit(scope, { action: 'batch.start', subjectType: 'Batch', subjectId: id, after: { size } });
      await em.flush();
    });
  });
};
