import type { Coaching, NormalizedTranscript, Participant, Turn } from '../../plugin-api/index.js';
import type { RedactionKind } from '../../profiles/scoring-policy.js';
import { findMarks, type InjectionMark, redactMarks } from './injection-marks.js';
import type { VerifiedEvaluation, VerifiedResult } from '../model/verified-evaluation.js';
import { toMasked, toOriginal, type MaskedText } from './mask-text.js';
import { placeholdersIn, Redactor } from './redactor.js';
import { findInjection } from '../../injection/find-injection.js';
import type { ScoringMaterial } from '../model/scoring-material.js';
/** The parts of a call that are sent to a model. */
type CallMaterial = Pick<ScoringMaterial, 'transcript' | 'subject' | 'callType'>;

export interface Redaction<Material> {
  /** The material without what must not reach a model. */
  readonly masked: Material;
  /** Text that addresses the judge. None of it is in the masked call. */
  readonly marks: readonly InjectionMark[];
  /** Restores the words of the call in a result: quotes with their places in the original, and placeholders. */
  readonly restore: (verified: VerifiedEvaluation) => VerifiedEvaluation;
}

const textsOf = ({ turns, participants, title }: NormalizedTranscript): string[] => [
  ...turns.map(({ text }) => text),
  ...participants.flatMap((one) => [one.speakerLabel, one.name ?? '', one.email ?? '', one.affiliation ?? '']),
  title ?? '',
];

const UNMASKED: MaskedText = { text: '', replacements: [] };

const maskTurn = (turn: Turn, masked: MaskedText): Turn => {
  const cues = turn.cues?.map((cue) => ({ ...cue, at: toMasked(masked, cue.at) }));
  return { ...turn, text: masked.text, ...(cues ? { cues } : {}) };
};

const maskPerson = (person: Participant, mask: (text: string) => string): Participant => ({
  ...person,
  speakerLabel: mask(person.speakerLabel),
  name: person.name === null ? null : mask(person.name),
  email: person.email === null ? null : mask(person.email),
  affiliation: person.affiliation === null ? null : mask(person.affiliation),
});

const maskCall = (
  call: NormalizedTranscript,
  texts: readonly MaskedText[],
  mask: (text: string) => string,
): NormalizedTranscript => ({
  ...call,
  title: call.title === null ? null : mask(call.title),
  participants: call.participants.map((person) => maskPerson(person, mask)),
  turns: call.turns.map((turn, at) => maskTurn(turn, texts[at] ?? UNMASKED)),
});

/** The subject's label as the masked call has it. */
const maskedSubject = (
  { transcript, subject }: CallMaterial,
  { participants }: NormalizedTranscript,
): string | null => {
  if (subject === null) return null;
  const at = transcript.participants.findIndex(({ speakerLabel }) => speakerLabel === subject);
  return participants[at]?.speakerLabel ?? null;
};

type Evidence = VerifiedResult['verifiedEvidence'][number];

const restoreEvidence = (piece: Evidence, masked: MaskedText = UNMASKED, { turns }: NormalizedTranscript): Evidence => {
  const [start, end] = toOriginal(masked, piece.start, piece.end);
  return { ...piece, start, end, quote: turns[piece.turn]?.text.slice(start, end) ?? '' };
};

const restoreCoaching = (restore: (text: string) => string, coaching: Coaching): Coaching => ({
  summary: restore(coaching.summary),
  strengths: coaching.strengths.map((strength) => ({ ...strength, text: restore(strength.text) })),
  improvements: coaching.improvements.map((improvement) => ({
    ...improvement,
    advice: restore(improvement.advice),
    original_quote: improvement.original_quote === null ? null : restore(improvement.original_quote),
    example_rewrite: restore(improvement.example_rewrite),
  })),
});

/**
 * The only way from a stored call to a model. Removes text that addresses the judge, then replaces sensitive data by
 * placeholders as the policy says; the same call and kinds always give the same result. Everything that is sent, checked and verified is
 * the masked call; only the verified result is restored. Who may read a result may read its call, so results are stored
 * restored, while a stored answer of a model keeps its placeholders.
 * @param metadata other texts of the call that are checked but not sent, such as the file name
 */
export const redactForModel = <Material extends CallMaterial>(
  material: Material,
  kinds: readonly RedactionKind[],
  metadata: readonly string[] = [],
): Redaction<Material> => {
  const { transcript, callType } = material;
  const marks = findMarks(transcript, [...metadata, callType ?? '']);
  const clean = redactMarks(transcript, marks);
  const redactor = new Redactor(kinds, clean, placeholdersIn(textsOf(clean)));
  const texts = clean.turns.map(({ text }) => redactor.mask(text));
  const call = maskCall(clean, texts, (text) => redactor.mask(text).text);
  const masked = {
    ...material,
    transcript: call,
    subject: maskedSubject(material, call),
    callType: findInjection(callType ?? '').length > 0 ? null : callType,
  };
  const restoreResult = (result: VerifiedResult): VerifiedResult => ({
    ...result,
    rationale: redactor.restore(result.rationale),
    verifiedEvidence: result.verifiedEvidence.map((piece) => restoreEvidence(piece, texts[piece.turn], transcript)),
  });
  return {
    masked,
    marks,
    restore: (verified) => ({
      ...verified,
      results: Object.fromEntries(Object.entries(verified.results).map(([key, one]) => [key, restoreResult(one)])),
      coaching: verified.coaching && restoreCoaching(redactor.restore, verified.coaching),
    }),
  };
};
