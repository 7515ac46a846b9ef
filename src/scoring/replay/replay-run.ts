import { createHash } from 'node:crypto';
import { AppError } from '../../errors/app-error.js';
import type { ErrorCode } from '../../errors/error-codes.js';
import { silentLogger } from '../../logging/logger.js';
import type { PluginCatalog } from '../../plugin-host/catalog.js';
import type { AnswerScores } from '../../runs/attempt.entity.js';
import { speakingReps } from '../../runs/starting/run-subjects.js';
import { REUSED_FLAG } from '../../runs/starting/reuse-run.js';
import type { Run } from '../../runs/run.entity.js';
import type { Violation } from '../../runs/violation.js';
import { canonicalJson } from '../../text/canonical-json.js';
import type { CallLog, CallResult, MakeCall, PlannedCall } from '../calls/call-log.js';
import { judgeMaterial, prepareMaterial, type LoadedMaterial } from '../evaluate-run.js';
import { schemaHashOf, type BundledAttempt, type ReproductionBundle } from './reproduction-bundle.js';
import type { ClaimedRun } from '../model/claimed-run.js';
import { scoredResult, unscoredResult, type RunResult } from '../results/run-result.js';

/** A place where the replay differs from what is stored. */
export interface Difference {
  /** Where, as a JSON pointer into the bundle. */
  readonly path: string;
  /** Canonical JSON, as stored and as replayed. */
  readonly stored: string;
  readonly replayed: string;
}

export interface Replay {
  /** False for a run that ended without a valid answer: then only its inputs are compared. */
  readonly hasResult: boolean;
  readonly differences: readonly Difference[];
  /** Plugins that have another version here: a reason for differences. */
  readonly otherVersions: readonly {
    readonly plugin: string;
    readonly then: string | null;
    readonly now: string | null;
  }[];
}

/** Returns the stored answers, and records what the checks find in each of them now. */
class ReplayLog implements CallLog {
  readonly nonce: string;
  readonly violations = new Map<number, readonly Violation[]>();
  readonly scores = new Map<number, AnswerScores>();
  /** Without the recorded violations: each answer is checked again. */
  readonly earlier: readonly BundledAttempt[];

  constructor(attempts: readonly BundledAttempt[]) {
    this.earlier = attempts.map((attempt) => ({ ...attempt, violations: [] }));
    this.nonce = attempts[0]?.nonce ?? '';
  }

  /** A call that brought no answer then brings none again; one that was never made has no answer. */
  callAgain({ question, kind, part }: PlannedCall): Promise<CallResult> {
    const isSame = (one: BundledAttempt): boolean =>
      one.question === question && (one.part ?? null) === part && (part === null || one.kind === kind);
    const last = this.earlier.findLast(isSame);
    if (last?.status !== 'ERROR' && last?.status !== 'HELD_BACK') throw new MissingAnswerError();
    const { number, errorCode, errorMessage } = last;
    const failure = new AppError((errorCode ?? 'INTERNAL_SERVER_ERROR') as ErrorCode, errorMessage ?? '');
    return Promise.resolve({ outcome: last.status === 'ERROR' ? 'FAILURE' : 'HELD_BACK', number, failure });
  }

  noteViolations(number: number, violations: readonly Violation[]): Promise<void> {
    this.violations.set(number, violations);
    return Promise.resolve();
  }

  noteScores(number: number, scores: AnswerScores): Promise<void> {
    this.scores.set(number, scores);
    return Promise.resolve();
  }
}

class MissingAnswerError extends Error {}

/** Stands in for a port that a replay does not use, and throws if it is used. */
const untouched = (port: string): never =>
  new Proxy(
    {},
    {
      get: () => {
        throw new Error(`A replay has no ${port}.`);
      },
    },
  ) as never;

const offlinePorts = (plugins: PluginCatalog) => ({
  plugins,
  organizationId: '',
  logger: silentLogger,
  em: untouched('em'),
  queue: untouched('queue'),
  live: untouched('live'),
});

const materialOf = ({ transcript, rubric, prompt, run }: ReproductionBundle): LoadedMaterial => {
  const { callType, fileName, subjectLabel } = run;
  const subject = speakingReps(transcript).length > 1 ? subjectLabel : null;
  return { transcript, rubric, promptText: prompt.text, callType, subject, fileName };
};

const workOf = ({ run: { id, chunkCount }, spec }: ReproductionBundle): ClaimedRun => {
  // All of a run that its evaluation looks at.
  const run: unknown = { id, spec, chunkCount, model: spec.models.judge ?? '' };
  return { run: run as Run, epoch: 0, attempts: 0, flags: [] };
};

/** Providers of the models that were asked: others are not asked in a replay either. */
const askedProviders = ({ attempts, spec }: ReproductionBundle): ReadonlySet<string> =>
  new Set(
    [spec.models.judge ?? '', ...attempts.map(({ modelAsked }) => modelAsked)].map(
      (model) => model.split('/')[0] ?? '',
    ),
  );

const resultOf = async (plugins: PluginCatalog, bundle: ReproductionBundle, log: ReplayLog): Promise<RunResult> => {
  const work = workOf(bundle);
  const signal = AbortSignal.any([]);
  const call: MakeCall = (planned) => log.callAgain(planned);
  const evaluating = { work, log, call, callable: askedProviders(bundle), signal, series: null };
  const scope = offlinePorts(plugins);
  const prepared = prepareMaterial(scope, materialOf(bundle), work.run);
  const judgment = await judgeMaterial(scope, prepared, evaluating);
  if ('verified' in judgment) return scoredResult(bundle.rubric, judgment.verified);
  return unscoredResult(judgment.rejected, bundle.spec.onInvalid ?? 'INVALID', prepared.flags);
};

/** Adds the flag of a run that took the result of another run. */
const asReused = (result: RunResult, { run: { reusedFrom } }: ReproductionBundle): RunResult =>
  reusedFrom === null ? result : { ...result, flags: [...new Set([...result.flags, REUSED_FLAG])].toSorted() };

const compare = (path: string, stored: unknown, replayed: unknown): Difference[] => {
  const [before, now] = [canonicalJson(stored ?? null), canonicalJson(replayed ?? null)];
  return before === now ? [] : [{ path, stored: before, replayed: now }];
};

const compareFields = (path: string, stored: object, replayed: object): Difference[] => {
  const [before, now] = [new Map(Object.entries(stored)), new Map(Object.entries(replayed))];
  const fields = [...new Set([...before.keys(), ...now.keys()])];
  return fields.flatMap((field) => compare(`${path}/${field}`, before.get(field), now.get(field)));
};

const compareAttempts = ({ attempts }: ReproductionBundle, { violations, scores }: ReplayLog): Difference[] =>
  attempts.flatMap(({ status, kind, number, ...attempt }, at) =>
    // Repetitions after the result are not part of it.
    status !== 'ANSWERED' || kind === 'SAMPLE'
      ? []
      : [
          ...compare(`/attempts/${at}/violations`, attempt.violations, violations.get(number) ?? []),
          ...(scores.has(number) ? compare(`/attempts/${at}/scores`, attempt.scores, scores.get(number)) : []),
        ],
  );

const compareInputs = ({ prompt, schemaHash, rubric }: ReproductionBundle): Difference[] => [
  ...compare('/prompt/hash', prompt.hash, createHash('sha256').update(prompt.text).digest('hex')),
  ...compare('/schemaHash', schemaHash, schemaHashOf(rubric)),
];

const otherVersions = ({ plugins }: PluginCatalog, { pluginVersions }: ReproductionBundle): Replay['otherVersions'] => {
  if (pluginVersions === null) return [];
  const now = new Map(plugins.map(({ name, version }) => [name, version]));
  const names = [...new Set([...Object.keys(pluginVersions), ...now.keys()])].toSorted();
  return names
    .map((plugin) => ({ plugin, then: pluginVersions[plugin] ?? null, now: now.get(plugin) ?? null }))
    .filter((one) => one.then !== one.now);
};

const JUDGED = ['SCORED', 'INVALID', 'NEEDS_REVIEW'];

/**
 * Repeats all steps that follow from the models' stored answers: reading, schema, rules, verification of evidence, overall. No model is
 * asked and no database is needed. The same code as for a live run, so that the same input gives the same result byte for byte.
 * @throws AppError EVALUATOR_UNKNOWN, PROVIDER_UNKNOWN where a plugin of the run is not there
 */
export const replayRun = async (plugins: PluginCatalog, bundle: ReproductionBundle): Promise<Replay> => {
  const log = new ReplayLog(bundle.attempts);
  const hasResult = JUDGED.includes(bundle.result.status);
  const versions = otherVersions(plugins, bundle);
  const inputs = compareInputs(bundle);
  if (!hasResult) return { hasResult, differences: inputs, otherVersions: versions };
  try {
    const result = asReused(await resultOf(plugins, bundle, log), bundle);
    const results = compareFields('/result', bundle.result, result);
    return {
      hasResult,
      differences: [...inputs, ...compareAttempts(bundle, log), ...results],
      otherVersions: versions,
    };
  } catch (error) {
    if (!(error instanceof MissingAnswerError)) throw error;
    const missing = compare('/attempts', `${bundle.attempts.length} calls`, 'another call would be made');
    return { hasResult, differences: [...inputs, ...missing], otherVersions: versions };
  }
};
