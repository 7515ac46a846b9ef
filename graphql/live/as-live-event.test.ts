import { describe, expect, it } from '@jest/globals';
import type { StampedEvent } from '../../src/live/live-event.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import { organizationEventOf } from './as-live-event.js';

const id = '01900000-0000-7000-8000-000000000001';
const event = (kind: string, payload: StampedEvent['payload']): StampedEvent => ({
  sequence: 7,
  kind,
  subjectId: id,
  payload,
  at: new Date('2026-01-05T09:00:00Z'),
});

const run = {
  runId: id,
  transcriptId: id,
  batchId: null,
  status: 'SCORED',
  attempts: 1,
  overallOutcome: 'SCORED',
  overallScore: 3.5,
  overallPotential: 5,
  overallNormalized: 0.7,
  overallReason: null,
  flags: ['SHORT_CALL'],
  errorCode: null,
  errorMessage: null,
};

describe('organizationEventOf', () => {
  it('serves an event of a run whole', () => {
    const served = organizationEventOf(event('RUN_SCORED', run));
    expect(served).toMatchObject({ subjectId: toGlobalId('Run', id), transcriptStatus: null, upload: null });
    expect(served.run).toMatchObject({ status: 'SCORED', terminal: true, overall: { value: 3.5 } });
  });

  it.each(['TRANSCRIPT_READY', 'TRANSCRIPT_CORRECTED', 'TRANSCRIPT_NOT_SCORED'])(
    'serves %s with the status',
    (kind) => {
      const served = organizationEventOf(event(kind, { transcriptId: id, status: 'READY' }));
      expect(served).toMatchObject({ subjectId: toGlobalId('Transcript', id), transcriptStatus: 'READY', run: null });
    },
  );

  it('serves the progress of an upload', () => {
    const progress = { uploadId: id, total: 3, taken: 2, duplicates: 1, refused: 0 };
    const served = organizationEventOf(event('UPLOAD_ACCEPTED', progress));
    expect(served).toMatchObject({ subjectId: toGlobalId('Upload', id), upload: progress });
  });

  it.each(['EXPERIMENT_STOPPED', 'RUN_PAUSED', 'TRANSCRIPT_ARCHIVED'])(
    'serves %s, of another version, as neither run nor transcript',
    (kind) => {
      const served = organizationEventOf(event(kind, { status: 'PAUSED' }));
      expect(served).toEqual({
        sequence: 7,
        kind,
        at: new Date('2026-01-05T09:00:00Z'),
        subjectId: toGlobalId('Unknown', id),
        transcriptStatus: null,
        run: null,
        upload: null,
      });
    },
  );
});
