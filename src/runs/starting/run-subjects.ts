import { AppError } from '../../errors/app-error.js';
import type { NormalizedTranscript } from '../../plugin-api/index.js';
import type { Uses } from '../../scope/scope.js';
import { foldText } from '../../text/fold-text.js';
import { Normalization } from '../../transcripts/normalization.entity.js';
import { TranscriptRepresentative } from '../../transcripts/transcript-representative.entity.js';
import type { Transcript } from '../../transcripts/transcript.entity.js';
import { chooseSubjects, speakingReps, type RunSubject } from './choose-subjects.js';

type Ports = Uses<'em'>;

const identifiedReps = async (
  { em, organizationId }: Ports,
  transcriptId: string,
): Promise<Map<string, string | null>> => {
  const rows = await em.find(
    TranscriptRepresentative,
    { organizationId, transcriptId },
    { fields: ['speakerLabel', 'representativeId'], disableIdentityMap: true },
  );
  return new Map(rows.map(({ speakerLabel, representativeId }) => [speakerLabel, representativeId ?? null]));
};

const documentOf = async (
  { em, organizationId }: Ports,
  { normalizationId }: Transcript,
): Promise<NormalizedTranscript> => {
  const where = { organizationId, id: normalizationId ?? '' };
  // Not kept: a batch would hold the turns of all its calls.
  const found = await em.findOneOrFail(Normalization, where, { fields: ['document'], disableIdentityMap: true });
  return found.document;
};

/** Whoever of one, or of none, is to be scored needs no look at the turns. */
const onlySubject = (known: ReadonlyMap<string, string | null>, { representativeId }: Transcript): RunSubject => {
  const [label = null] = known.keys();
  return { label, representativeId: representativeId ?? null };
};

/** Who gets a run of a transcript, the lead first: each representative who speaks enough, and nobody in particular where none is known. */
export const runSubjects = async (
  scope: Ports,
  transcript: Transcript,
): Promise<readonly [RunSubject, ...RunSubject[]]> => {
  const known = await identifiedReps(scope, transcript.id);
  const only = onlySubject(known, transcript);
  if (known.size < 2) return [only];
  const people = { representativeOf: known, leadId: transcript.representativeId ?? null };
  const [lead = only, ...others] = chooseSubjects(await documentOf(scope, transcript), people);
  return [lead, ...others];
};

/** Who was scored before, where that label is still a representative's; else the lead. */
export const sameSubject = async (scope: Ports, transcript: Transcript, label: string | null): Promise<RunSubject> => {
  const known = await identifiedReps(scope, transcript.id);
  const representativeId = label === null ? undefined : known.get(label);
  if (representativeId !== undefined) return { label, representativeId };
  const [lead] = await runSubjects(scope, transcript);
  return lead;
};

const folded = (text: string | null): string => foldText(text ?? '').text;

/**
 * The representative of a call who is called so, by label or name, however little they say.
 * @throws AppError BAD_USER_INPUT where there is no such representative, with the ones that there are
 */
export const namedSubject = async (scope: Ports, transcript: Transcript, name: string): Promise<RunSubject> => {
  const reps = speakingReps(await documentOf(scope, transcript));
  const wanted = folded(name);
  const rep =
    reps.find(({ label }) => label === name) ??
    reps.find((one) => wanted !== '' && [folded(one.label), folded(one.name)].includes(wanted));
  if (rep) {
    const known = await identifiedReps(scope, transcript.id);
    return { label: rep.label, representativeId: known.get(rep.label) ?? null };
  }
  const labels = reps.map(({ label }) => label).join(', ');
  const there = labels === '' ? 'Nobody on this call is known as a representative.' : `There are: ${labels}.`;
  throw new AppError('BAD_USER_INPUT', `No representative on this call is called so. ${there}`, {
    path: ['input', 'subject'],
  });
};
