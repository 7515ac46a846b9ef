import { LEASE_COURIER_GRANT } from '../queue/lease.js';
import { peopleMergedHook } from '../people/merge-people.js';
import { onHook } from '../scope/hook.js';
import { jobWork, type RoomModule } from '../scope/room-module.js';
import {
  normalizeTranscriptJob,
  speakersCorrectedJob,
  transcriptLease,
  transcriptReadyJob,
} from './transcript.jobs.js';
import { Normalization } from './normalization.entity.js';
import { IngestionPolicy } from './policy/ingestion-policy.entity.js';
import { beginScoring } from './requested-scoring.js';
import { normalizeTranscript } from './reading/normalize-transcript.js';
import type { Normalizer } from './reading/normalizer.js';
import { quarantineTranscript } from './reading/record-reading.js';
import { repointTranscripts } from './repoint-people.js';
import { TranscriptRepresentative } from './transcript-representative.entity.js';
import { Transcript } from './transcript.entity.js';
import { RawFile } from './uploads/raw-file.entity.js';
import { Upload, UploadFile } from './uploads/upload.entity.js';

export const transcriptsModule: RoomModule<{ readonly normalizer: Normalizer }> = {
  entities: [IngestionPolicy, Normalization, RawFile, Transcript, TranscriptRepresentative, Upload, UploadFile],
  grants: {
    ingestion_policy: { app: 'select, insert, update' },
    normalization: { app: 'select, insert, delete' },
    raw_file: { app: 'select, insert, delete' },
    transcript: { app: 'select, insert, update, delete', courier: LEASE_COURIER_GRANT },
    transcript_representative: { app: 'select, insert, update, delete' },
    upload: { app: 'select, insert, update (status, fields, file_count, content_hash, lease_until)' },
    upload_file: { app: 'select, insert, update (transcript_id, file_name, external_ref, error_code, error_message)' },
  },
  jobs: [normalizeTranscriptJob, transcriptReadyJob, speakersCorrectedJob],
  hooks: [onHook(peopleMergedHook, repointTranscripts)],
  watched: [{ lease: transcriptLease, job: normalizeTranscriptJob, idField: 'transcriptId' }],
  handlers: ({ normalizer }) => [
    jobWork(normalizeTranscriptJob, {
      handle: async (scope, payload) => {
        if (await normalizeTranscript(scope, normalizer, payload)) await beginScoring(scope, payload);
      },
      lease: ({ organizationId, transcriptId }) => transcriptLease(organizationId, transcriptId),
      giveUp: (scope, { transcriptId }, failure) => quarantineTranscript(scope, transcriptId, failure),
    }),
  ],
};
