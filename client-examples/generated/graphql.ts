/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Which runs a figure is made of. Superseded and cancelled runs are never part of one. */
export type AnalyticsFilter = {
  /** Calls with this company. */
  companyId?: string | number | null | undefined;
  /** True leaves out runs whose scores are by a fallback model, so that models are not mixed. */
  excludeFallback?: boolean | null | undefined;
  /** Calls from this time on; the last 90 days where left out. */
  from?: string | null | undefined;
  /** Calls of this representative. */
  representativeId?: string | number | null | undefined;
  /** Key of the rubric: scores of two rubrics are not mixed. */
  rubric?: string;
  /** Calls before this time; now where left out. */
  to?: string | null | undefined;
};

/** Whose call it is. Give `representativeId` or `representative`. */
export type AssignRepresentativeInput = {
  /** Who it is, where there is no id yet. */
  representative?: RepresentativeInput | null | undefined;
  /** Who it is; null if the person is not known. */
  representativeId?: string | number | null | undefined;
  /** Label of the speaker; if left out, the current representative. */
  speakerLabel?: string | null | undefined;
  /** Global id of the transcript. */
  transcriptId: string | number;
};

/** What to put right about the speakers of a transcript. */
export type CorrectSpeakersInput = {
  /** 1 to 50, in order: each sees what those before it made. All or none are applied. */
  corrections: Array<SpeakerCorrectionInput>;
  /** The same key with the same input returns the first result. */
  idempotencyKey?: string | null | undefined;
  /** Global id of the transcript. */
  transcriptId: string | number;
};

/** What is known of files that follow. */
export type CreateUploadInput = {
  /** Kind of call, e.g. `discovery`. */
  callType?: string | null | undefined;
  /** The customer's company. */
  company?: string | null | undefined;
  /** Name or label of the customer who speaks. */
  customer?: string | null | undefined;
  /** How the judge is asked: at once, or by a batch of its provider, for less money and within a day. */
  delivery?: Delivery;
  /** Its id in another system. */
  externalRef?: string | null | undefined;
  /** Format, where detection should not choose. */
  format?: string | null | undefined;
  /** The same key with the same input returns the first result. */
  idempotencyKey?: string | null | undefined;
  /** Model address of the judge, e.g. `openai/gpt-5-mini`. */
  model?: string | null | undefined;
  /** Name or label of the representative who speaks. */
  rep?: string | null | undefined;
  /** Key of the rubric to score by. */
  rubric?: string | null | undefined;
  /** Whether to score as soon as a call is ready. */
  score?: boolean;
  /** Title to show. */
  title?: string | null | undefined;
};

/** How models are asked. */
export type Delivery =
  /** The first call of each run goes by the batch of a provider that takes batches: for its price of batches, mostly half, and within a day. Corrections, fallbacks and what a batch does not bring are called at once. */
  | 'ECONOMY'
  /** Call by call, as soon as a worker is free. */
  | 'IMMEDIATE';

/** Every code of an error; docs/errors.md says what to do about each. */
export type ErrorCode =
  /** HTTP 502; not retryable. */
  | 'ANSWER_TRUNCATED'
  /** HTTP 422; not retryable. */
  | 'ARCHIVE_REFUSED'
  /** HTTP 400; not retryable. */
  | 'BAD_CURSOR'
  /** HTTP 400; not retryable. */
  | 'BAD_USER_INPUT'
  /** HTTP 402; not retryable. */
  | 'BUDGET_EXCEEDED'
  /** HTTP 422; not retryable. */
  | 'CHAT_NOT_SPEECH'
  /** HTTP 500; not retryable. */
  | 'CONFIG_INVALID'
  /** HTTP 409; not retryable. */
  | 'CONFLICT'
  /** HTTP 503; not retryable. */
  | 'DATABASE_NOT_MIGRATED'
  /** HTTP 503; may succeed later. */
  | 'DATABASE_UNREACHABLE'
  /** HTTP 500; not retryable. */
  | 'DATA_FOLDER_UNREADABLE'
  /** HTTP 500; not retryable. */
  | 'DATA_FOLDER_VERSION'
  /** HTTP 500; not retryable. */
  | 'EMBEDDED_POSTGRES_FAILED'
  /** HTTP 422; not retryable. */
  | 'ENCODING_UNSUPPORTED'
  /** HTTP 404; not retryable. */
  | 'EVALUATOR_UNKNOWN'
  /** HTTP 403; not retryable. */
  | 'FORBIDDEN'
  /** HTTP 422; not retryable. */
  | 'FORMAT_INVALID'
  /** HTTP 422; not retryable. */
  | 'FORMAT_UNKNOWN'
  /** HTTP 422; not retryable. */
  | 'FORMAT_UNSUPPORTED'
  /** HTTP 422; not retryable. */
  | 'IDEMPOTENCY_MISMATCH'
  /** HTTP 500; not retryable. */
  | 'INTERNAL_SERVER_ERROR'
  /** HTTP 400; not retryable. */
  | 'MODEL_ADDRESS_INVALID'
  /** HTTP 404; not retryable. */
  | 'MODEL_NOT_FOUND'
  /** HTTP 422; not retryable. */
  | 'MODEL_REFUSED'
  /** HTTP 422; not retryable. */
  | 'NOT_A_TRANSCRIPT'
  /** HTTP 404; not retryable. */
  | 'NOT_FOUND'
  /** HTTP 502; not retryable. */
  | 'OUTPUT_INVALID'
  /** HTTP 500; not retryable. */
  | 'PARSER_FAILED'
  /** HTTP 413; not retryable. */
  | 'PAYLOAD_TOO_LARGE'
  /** HTTP 500; not retryable. */
  | 'PLUGIN_API_MISMATCH'
  /** HTTP 500; not retryable. */
  | 'PLUGIN_CONFIG_INVALID'
  /** HTTP 500; not retryable. */
  | 'PLUGIN_DUPLICATE'
  /** HTTP 500; not retryable. */
  | 'PLUGIN_INVALID'
  /** HTTP 500; not retryable. */
  | 'PLUGIN_NOT_FOUND'
  /** HTTP 500; not retryable. */
  | 'PLUGIN_SETUP_FAILED'
  /** HTTP 500; not retryable. */
  | 'PORT_TAKEN'
  /** HTTP 422; not retryable. */
  | 'PRICE_UNKNOWN'
  /** HTTP 404; not retryable. */
  | 'PROMPT_VERSION_UNKNOWN'
  /** HTTP 400; not retryable. */
  | 'PROVIDER_BAD_REQUEST'
  /** HTTP 502; may succeed later. */
  | 'PROVIDER_BAD_RESPONSE'
  /** HTTP 402; not retryable. */
  | 'PROVIDER_QUOTA_EXCEEDED'
  /** HTTP 429; may succeed later. */
  | 'PROVIDER_RATE_LIMITED'
  /** HTTP 504; may succeed later. */
  | 'PROVIDER_TIMEOUT'
  /** HTTP 424; not retryable. */
  | 'PROVIDER_UNAUTHORIZED'
  /** HTTP 503; may succeed later. */
  | 'PROVIDER_UNAVAILABLE'
  /** HTTP 404; not retryable. */
  | 'PROVIDER_UNKNOWN'
  /** HTTP 422; not retryable. */
  | 'QUALITY_TOO_LOW'
  /** HTTP 400; not retryable. */
  | 'QUERY_TOO_EXPENSIVE'
  /** HTTP 429; may succeed later. */
  | 'QUOTA_EXCEEDED'
  /** HTTP 404; not retryable. */
  | 'RUBRIC_UNKNOWN'
  /** HTTP 422; not retryable. */
  | 'RUBRIC_UNSUPPORTED'
  /** HTTP 409; not retryable. */
  | 'RUN_ALREADY_ENDED'
  /** HTTP 409; not retryable. */
  | 'RUN_CANCELLED'
  /** HTTP 503; may succeed later. */
  | 'TIMEOUT'
  /** HTTP 422; not retryable. */
  | 'TRANSCRIPT_EMPTY'
  /** HTTP 409; may succeed later. */
  | 'TRANSCRIPT_NOT_READY'
  /** HTTP 422; not retryable. */
  | 'TRANSCRIPT_TOO_LONG'
  /** HTTP 401; not retryable. */
  | 'UNAUTHENTICATED'
  /** HTTP 503; may succeed later. */
  | 'UNAVAILABLE'
  /** HTTP 415; not retryable. */
  | 'UNSUPPORTED_MEDIA_TYPE'
  /** HTTP 400; may succeed later. */
  | 'UPLOAD_ABORTED'
  /** HTTP 500; not retryable. */
  | 'WORKER_LOST';

/** Representatives who are one person. */
export type MergeRepresentativesInput = {
  /** Those to be merged, 1 to 100. They stay readable. */
  from: Array<string | number>;
  /** Who is left, with all calls and scores. */
  into: string | number;
};

/** What created a normalization. */
export type NormalizationOrigin =
  /** The speakers were corrected. */
  | 'CORRECTED'
  /** The file was read again. */
  | 'RENORMALIZED'
  /** The file was read for the first time. */
  | 'UPLOAD';

/** Who a person on the call is to us. */
export type ParticipantRole =
  /** On the customer's side. */
  | 'CUSTOMER'
  /** A known third party. */
  | 'OTHER'
  /** Our salesperson. */
  | 'REP'
  /** Not known. */
  | 'UNKNOWN';

/** What is done about an issue, mildest first. */
export type QualityAction =
  /** The transcript is held until it is released. */
  | 'HOLD'
  /** Nothing; it is not shown. */
  | 'PASS'
  /** The transcript is refused; its file is kept. */
  | 'REFUSE'
  /** It is shown, and the call is scored. */
  | 'WARN';

/** What can be wrong with a transcript that was read. */
export type QualityIssueCode =
  /** It is in doubt who says some of the words. */
  | 'ATTRIBUTION_IN_DOUBT'
  /** Many words occur twice. */
  | 'DUPLICATE_WORDS'
  /** The rate of speech is not plausible; the times may be wrong. */
  | 'IMPLAUSIBLE_SPEED'
  /** The speech recognition was not sure of its words. */
  | 'LOW_ASR_CONFIDENCE'
  /** The file does not say when something was said. */
  | 'NO_TIMES'
  /** One side hardly speaks. */
  | 'ONE_SIDED'
  /** Too little is said to judge by. */
  | 'TOO_SHORT'
  /** The end, or another part, is missing. */
  | 'TRUNCATED'
  /** The roles of the speakers are not known. */
  | 'UNKNOWN_SPEAKERS';

/** Which transcript to let pass. */
export type ReleaseTranscriptInput = {
  /** Global id of the transcript. */
  transcriptId: string | number;
};

/** How to read the file again. What is left out stays as it was; null takes it back. */
export type RenormalizeTranscriptInput = {
  /** Name of the customer's company. */
  company?: string | null | undefined;
  /** Name, label or address of the customer on the call. */
  customer?: string | null | undefined;
  /** Format of the file, where detection should not choose. */
  format?: string | null | undefined;
  /** The same key with the same input reads the file once. */
  idempotencyKey?: string | null | undefined;
  /** Name, label or address of the representative on the call. */
  rep?: string | null | undefined;
  /** Whether runs whose turns or roles have changed are started again. */
  rescore?: boolean;
  /** Global id of the transcript. */
  transcriptId: string | number;
};

/** A representative by name or address: found where known, else made. */
export type RepresentativeInput = {
  /** E-mail address. */
  email?: string | null | undefined;
  /** Name. */
  name: string;
};

/** Where a role came from, strongest first. */
export type RoleSource =
  /** The address is of the organization's own domains, or not. */
  | 'EMAIL_DOMAIN'
  /** A field of the file says so. */
  | 'FIELD'
  /** Concluded from who asks and who is asked. */
  | 'INFERRED'
  /** A word in the speaker label says so. */
  | 'LABEL'
  /** Nothing says so. */
  | 'NONE'
  /** Stated: at upload, or in a correction. */
  | 'OPTION'
  /** A suffix such as (Guest) says so. */
  | 'SUFFIX';

/** Where a run is. The last five are ends. */
export type RunStatus =
  /** Ended by a person. */
  | 'CANCELLED'
  /** It is being asked again, with what was wrong. */
  | 'CORRECTING'
  /** Ended without scores: the judge could not be asked. Never a low score. */
  | 'FAILED'
  /** Ended without scores: the judge's answer failed its checks. */
  | 'INVALID'
  /** Ended without scores; a person must look. */
  | 'NEEDS_REVIEW'
  /** Waiting for a worker. */
  | 'QUEUED'
  /** Ended with verified results; each dimension is scored or says why not. */
  | 'SCORED'
  /** The judge is being asked. */
  | 'SCORING'
  /** Its answer is being checked. */
  | 'VALIDATING';

/** Something to put right about the speakers. Labels are those of `participants.speakerLabel`. */
export type SpeakerCorrectionInput = {
  /** MERGE: label of the speaker who gets the turns. */
  into?: string | null | undefined;
  /** What. */
  kind: SpeakerCorrectionKind;
  /** Label of the speaker. */
  label: string;
  /** RENAME: the name. */
  name?: string | null | undefined;
  /** SWAP: label of the other speaker. */
  other?: string | null | undefined;
  /** SET_ROLE: the role. */
  role?: ParticipantRole | null | undefined;
};

/** What was wrong with the speakers. */
export type SpeakerCorrectionKind =
  /** `label` is the same person as `into`, who gets the turns. */
  | 'MERGE'
  /** `label` has another `name`. */
  | 'RENAME'
  /** `label` has another `role`. */
  | 'SET_ROLE'
  /** `label` and `other` are each other: names, roles and addresses change places. */
  | 'SWAP';

/** Where a transcript is; its raw file is kept in each. */
export type TranscriptStatus =
  /** Read, but held back for its quality. */
  | 'HELD'
  /** Being read. */
  | 'NORMALIZING'
  /** Could not be processed through no fault of the file. */
  | 'QUARANTINED'
  /** Accepted, waiting to be read. */
  | 'QUEUED'
  /** Can be scored. */
  | 'READY'
  /** The file cannot be read; the error says why. */
  | 'REFUSED'
  /** The file held several calls; each became a transcript of its own. */
  | 'SPLIT';

/** Why there is no score. */
export type UnscoredReason =
  /** The call gives no fair chance to judge. */
  | 'INSUFFICIENT_EVIDENCE'
  /** The dimension does not apply to this call. */
  | 'NOT_APPLICABLE'
  /** The recording is not a sales call. */
  | 'NOT_A_SALES_CALL'
  /** No participant is known to be the representative. */
  | 'NO_REPRESENTATIVE'
  /** The judge does not know the language. */
  | 'UNSUPPORTED_LANGUAGE';

/** Where an upload is. */
export type UploadStatus =
  /** Every file was taken or refused. */
  | 'ACCEPTED'
  /** Its bytes are there; its files are being taken. */
  | 'ACCEPTING'
  /** Got no bytes in time. */
  | 'EXPIRED'
  /** The server was stopped while it took the files: those in `files` were taken. Send the same files again, with the same idempotency key or to the same address, and what is missing is taken; or upload them again. */
  | 'INTERRUPTED'
  /** Waits for its bytes. */
  | 'OPEN';

export type RecentRunsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type RecentRunsQuery = { runs: { edges: Array<{ node: { id: string, status: RunStatus, createdAt: string, transcript: { title: string | null } | null, subject: { name: string } | null, overall:
          | { __typename: 'Scored', score: number }
          | { __typename: 'Unscored', reason: UnscoredReason }
         | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type TeamFiguresQueryVariables = Exact<{
  filter?: AnalyticsFilter | null | undefined;
}>;


export type TeamFiguresQuery = { analytics: { trend: Array<{ start: string, meanOverall: number | null, counts: { scored: number, unscored: number, invalid: number, failed: number } }>, representativeSummaries: Array<{ meanOverall: number | null, representative: { name: string } | null, counts: { scored: number, unscored: number, invalid: number, failed: number }, dimensions: Array<{ dimension: string, mean: number | null, scored: number, unscored: number }> }> } };

export type SpeakersAndFormsQueryVariables = Exact<{
  id: string | number;
}>;


export type SpeakersAndFormsQuery = { transcript: { status: TranscriptStatus, representatives: Array<{ id: string, name: string }>, participants: Array<{ speakerLabel: string, name: string | null, role: ParticipantRole, source: RoleSource, confidence: number, representative: { id: string } | null }>, quality: { score: number, issues: Array<{ code: QualityIssueCode, message: string, action: QualityAction }> } | null, metrics: Array<{ name: string, value: number | null, unit: string | null, reason: string | null }>, normalizations: { edges: Array<{ node: { id: string, origin: NormalizationOrigin, format: string, inForce: boolean, turnCount: number, difference: { turnsBefore: number, turnsAfter: number, turnsChanged: number, speakersChanged: Array<string> } | null } }> } } | null };

export type CorrectSpeakersMutationVariables = Exact<{
  input: CorrectSpeakersInput;
}>;


export type CorrectSpeakersMutation = { correctSpeakers: { normalization: { id: string, difference: { turnsChanged: number, speakersChanged: Array<string> } | null } | null, userErrors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } };

export type AssignRepresentativeMutationVariables = Exact<{
  input: AssignRepresentativeInput;
}>;


export type AssignRepresentativeMutation = { assignRepresentative: { transcript: { representative: { id: string, name: string } | null } | null, userErrors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } };

export type RenormalizeTranscriptMutationVariables = Exact<{
  input: RenormalizeTranscriptInput;
}>;


export type RenormalizeTranscriptMutation = { renormalizeTranscript: { transcript: { status: TranscriptStatus } | null, userErrors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } };

export type ReleaseTranscriptMutationVariables = Exact<{
  input: ReleaseTranscriptInput;
}>;


export type ReleaseTranscriptMutation = { releaseTranscript: { transcript: { status: TranscriptStatus } | null, userErrors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } };

export type MergeRepresentativesMutationVariables = Exact<{
  input: MergeRepresentativesInput;
}>;


export type MergeRepresentativesMutation = { mergeRepresentatives: { representative: { id: string, name: string } | null, userErrors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } };

export type TranscriptStateQueryVariables = Exact<{
  id: string | number;
}>;


export type TranscriptStateQuery = { transcript: { status: TranscriptStatus, error: { code: string, message: string } | null, currentRun: { id: string } | null } | null };

export type WatchRunSubscriptionVariables = Exact<{
  runId: string | number;
  after?: number | null | undefined;
}>;


export type WatchRunSubscription = { runEvents: { sequence: number, status: RunStatus, attempts: number, terminal: boolean, flags: Array<string>, error: { code: string, message: string } | null, overall:
      | { __typename: 'Scored', score: number }
      | { __typename: 'Unscored', reason: UnscoredReason }
     | null } };

export type ScoresQueryVariables = Exact<{
  runId: string | number;
}>;


export type ScoresQuery = { run: { scores: Array<{ dimension: string, outcome:
        | { __typename: 'Scored', value: number, evidence: Array<{ turn: number, quote: string }> }
        | { __typename: 'Unscored', reason: UnscoredReason }
       }> } | null };

export type OpenUploadMutationVariables = Exact<{
  input: CreateUploadInput;
}>;


export type OpenUploadMutation = { createUpload: { upload: { id: string, uploadUrl: string | null, expiresAt: string | null } | null, userErrors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } };

export type WatchUploadSubscriptionVariables = Exact<{
  uploadId: string | number;
  after?: number | null | undefined;
}>;


export type WatchUploadSubscription = { uploadProgress: { sequence: number, status: UploadStatus, files: number, accepted: number, duplicates: number, refused: number, done: boolean, transcripts: Array<{ status: TranscriptStatus, count: number }> } };

export type UploadFilesQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type UploadFilesQuery = { upload: { status: UploadStatus, files: { edges: Array<{ node: { fileName: string, duplicate: boolean, splitInto: number, error: { code: string, message: string } | null, transcript: { id: string, status: TranscriptStatus } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type RecentUploadsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type RecentUploadsQuery = { uploads: { edges: Array<{ node: { id: string, status: UploadStatus, createdAt: string, createdBy: string | null, progress: { files: number, refused: number, done: boolean } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };


export const RecentRunsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RecentRuns"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"runs"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"transcript"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}}]}},{"kind":"Field","name":{"kind":"Name","value":"subject"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"overall"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Scored"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Unscored"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<RecentRunsQuery, RecentRunsQueryVariables>;
export const TeamFiguresDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TeamFigures"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"AnalyticsFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"analytics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trend"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"bucket"},"value":{"kind":"EnumValue","value":"WEEK"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"meanOverall"}},{"kind":"Field","name":{"kind":"Name","value":"counts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scored"}},{"kind":"Field","name":{"kind":"Name","value":"unscored"}},{"kind":"Field","name":{"kind":"Name","value":"invalid"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"representativeSummaries"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"representative"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"meanOverall"}},{"kind":"Field","name":{"kind":"Name","value":"counts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scored"}},{"kind":"Field","name":{"kind":"Name","value":"unscored"}},{"kind":"Field","name":{"kind":"Name","value":"invalid"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dimensions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dimension"}},{"kind":"Field","name":{"kind":"Name","value":"mean"}},{"kind":"Field","name":{"kind":"Name","value":"scored"}},{"kind":"Field","name":{"kind":"Name","value":"unscored"}}]}}]}}]}}]}}]} as unknown as DocumentNode<TeamFiguresQuery, TeamFiguresQueryVariables>;
export const SpeakersAndFormsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SpeakersAndForms"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transcript"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"representatives"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"participants"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"speakerLabel"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"confidence"}},{"kind":"Field","name":{"kind":"Name","value":"representative"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quality"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"}},{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"action"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"metrics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"normalizations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"origin"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"inForce"}},{"kind":"Field","name":{"kind":"Name","value":"turnCount"}},{"kind":"Field","name":{"kind":"Name","value":"difference"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"turnsBefore"}},{"kind":"Field","name":{"kind":"Name","value":"turnsAfter"}},{"kind":"Field","name":{"kind":"Name","value":"turnsChanged"}},{"kind":"Field","name":{"kind":"Name","value":"speakersChanged"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<SpeakersAndFormsQuery, SpeakersAndFormsQueryVariables>;
export const CorrectSpeakersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CorrectSpeakers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CorrectSpeakersInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"correctSpeakers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"normalization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"difference"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"turnsChanged"}},{"kind":"Field","name":{"kind":"Name","value":"speakersChanged"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<CorrectSpeakersMutation, CorrectSpeakersMutationVariables>;
export const AssignRepresentativeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AssignRepresentative"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AssignRepresentativeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"assignRepresentative"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transcript"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"representative"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<AssignRepresentativeMutation, AssignRepresentativeMutationVariables>;
export const RenormalizeTranscriptDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RenormalizeTranscript"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RenormalizeTranscriptInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"renormalizeTranscript"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transcript"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<RenormalizeTranscriptMutation, RenormalizeTranscriptMutationVariables>;
export const ReleaseTranscriptDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReleaseTranscript"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReleaseTranscriptInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"releaseTranscript"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transcript"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<ReleaseTranscriptMutation, ReleaseTranscriptMutationVariables>;
export const MergeRepresentativesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"MergeRepresentatives"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"MergeRepresentativesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mergeRepresentatives"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"representative"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<MergeRepresentativesMutation, MergeRepresentativesMutationVariables>;
export const TranscriptStateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TranscriptState"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transcript"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"currentRun"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<TranscriptStateQuery, TranscriptStateQueryVariables>;
export const WatchRunDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchRun"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"runId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"runEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"runId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"runId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"terminal"}},{"kind":"Field","name":{"kind":"Name","value":"flags"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"overall"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Scored"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Unscored"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WatchRunSubscription, WatchRunSubscriptionVariables>;
export const ScoresDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Scores"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"runId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"run"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"runId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scores"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dimension"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Scored"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"evidence"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"turn"}},{"kind":"Field","name":{"kind":"Name","value":"quote"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Unscored"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ScoresQuery, ScoresQueryVariables>;
export const OpenUploadDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"OpenUpload"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateUploadInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createUpload"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"upload"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uploadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<OpenUploadMutation, OpenUploadMutationVariables>;
export const WatchUploadDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchUpload"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"uploadId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"uploadProgress"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"uploadId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"uploadId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"files"}},{"kind":"Field","name":{"kind":"Name","value":"accepted"}},{"kind":"Field","name":{"kind":"Name","value":"duplicates"}},{"kind":"Field","name":{"kind":"Name","value":"refused"}},{"kind":"Field","name":{"kind":"Name","value":"transcripts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"done"}}]}}]}}]} as unknown as DocumentNode<WatchUploadSubscription, WatchUploadSubscriptionVariables>;
export const UploadFilesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UploadFiles"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"upload"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"files"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"duplicate"}},{"kind":"Field","name":{"kind":"Name","value":"splitInto"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"transcript"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<UploadFilesQuery, UploadFilesQueryVariables>;
export const RecentUploadsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RecentUploads"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"uploads"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"files"}},{"kind":"Field","name":{"kind":"Name","value":"refused"}},{"kind":"Field","name":{"kind":"Name","value":"done"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<RecentUploadsQuery, RecentUploadsQueryVariables>;