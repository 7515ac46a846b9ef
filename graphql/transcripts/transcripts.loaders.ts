import { ingestionPolicies } from '../../src/transcripts/policy/ingestion-policy-reads.js';
import { normalizationsById, speakersOf, transcriptsById } from '../../src/transcripts/transcript-reads.js';
import { loadMany, loadOne, loadOneBy } from '../loaders.js';

export const transcriptLoader = loadOne(transcriptsById);
export const normalizationLoader = loadOne(normalizationsById);
/** Representatives who speak in a transcript, by its id. */
export const speakersLoader = loadMany(speakersOf, ({ transcriptId }) => transcriptId);
/** By the organization's id. */
export const ingestionPolicyLoader = loadOneBy(ingestionPolicies, ({ organizationId }) => organizationId);
