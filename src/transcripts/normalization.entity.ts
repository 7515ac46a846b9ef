import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';
import type { MetricValue, NormalizedTranscript, ParseWarning, WordAccount } from '../plugin-api/index.js';
import type { Quality } from './quality.js';

/** A format that a file may have. */
export interface FormatGuess {
  readonly format: string;
  /** 0 to 1. */
  readonly confidence: number;
}

/** What made a normalization: the upload, another reading that a person asked for, or a person's correction of speakers. */
export type NormalizationOrigin = 'UPLOAD' | 'RENORMALIZED' | 'CORRECTED';

/** How a normalization differs from the one before it. */
export interface NormalizationDifference {
  readonly turnsBefore: number;
  readonly turnsAfter: number;
  /** Turns whose words, speaker or role are in only one of the two. */
  readonly turnsChanged: number;
  /** Labels of the speakers of whom name, role, address or affiliation changed, or who are new or gone. */
  readonly speakersChanged: readonly string[];
  readonly formatBefore: string;
  readonly formatAfter: string;
}

/** One normalization of a transcript. A later one is added, never written over it. */
const NormalizationSchema = defineEntity({
  name: 'Normalization',
  tableName: 'normalization',
  ...tenantPolicy('normalization'),
  indexes: [{ name: 'normalization_transcript', properties: ['organizationId', 'transcriptId', 'id'] }],
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    transcriptId: p.uuid(),
    normalizerVersion: p.text(),
    format: p.text(),
    confidence: p.double(),
    /** The format that came second, where there was one. */
    runnerUp: p.json<FormatGuess>().nullable(),
    encoding: p.text(),
    document: p.json<NormalizedTranscript>(),
    warnings: p.json<readonly ParseWarning[]>(),
    /** Null for rows older than the quality gate. */
    quality: p.json<Quality>().nullable(),
    /** Null for rows older than the account. */
    words: p.json<WordAccount>().nullable(),
    /** Values by name, as the metric plugins gave them; null for rows older than the metrics. */
    metrics: p.json<Readonly<Record<string, MetricValue>>>().nullable(),
    origin: p.text().$type<NormalizationOrigin>().default('UPLOAD'),
    /** The current normalization before this one. */
    basedOnId: p.uuid().nullable(),
    difference: p.json<NormalizationDifference>().nullable(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class Normalization extends NormalizationSchema.class {}
NormalizationSchema.setClass(Normalization);
