type Words = Readonly<Record<string, string>>;

const REASONS: Words = {
  INSUFFICIENT_EVIDENCE: 'the call gives no fair chance to judge',
  NOT_APPLICABLE: 'does not apply to this call',
  NOT_A_SALES_CALL: 'not a sales call',
  NO_REPRESENTATIVE: 'it is not known who the representative is',
  UNSUPPORTED_LANGUAGE: 'the judge does not know the language',
};

const FLAGS: Words = {
  SHORT_CALL: 'A short call: the scores rest on little.',
  INJECTION_SUSPECTED:
    'Someone on the call addresses the evaluator. It was told to treat that as speech; check the quotes.',
  ROLES_INFERRED: 'Who sells was concluded from who asks; --rep NAME settles it.',
  NO_REPRESENTATIVE: 'No participant is known to be the representative.',
  INSUFFICIENT_EVIDENCE: 'The judge found too little in the call to judge all of it.',
  NOT_A_SALES_CALL: 'This does not look like a sales call.',
  WRONG_SPEAKER_LABELS: 'Speaker labels look swapped in places.',
  TRUNCATED_TRANSCRIPT: 'The transcript seems to be cut off.',
  UNSUPPORTED_LANGUAGE: 'The judge does not know the language of the call.',
  REFERENCE_UNAVAILABLE: 'The scores could not be compared with the reference scorer; the log says why.',
  LOW_ASR_QUALITY: 'The transcription is poor; quotes may be off.',
};

const SOURCES: Words = {
  OPTION: 'as you said',
  FIELD: 'stated in the file',
  LABEL: 'from a word in the label',
  EMAIL_DOMAIN: 'from the e-mail domain',
  SUFFIX: 'from the guest marks',
  INFERRED: 'inferred from who asks and who is asked',
  NONE: 'not known',
};

const PROOFS: Words = { VERIFIED: 'verified', REPAIRED: 'found and corrected' };

const ROLES: Words = { REP: 'rep', CUSTOMER: 'customer', OTHER: 'other', UNKNOWN: 'role unknown' };

/** `SOME_CODE` as `some code`, for codes that this version does not know. */
const spell = (code: string): string => code.toLowerCase().replaceAll('_', ' ');

const lookUp =
  (words: Words) =>
  (code: string): string =>
    words[code] ?? spell(code);

/** The codes of the API, explained in words. */
export const explain = {
  reason: lookUp(REASONS),
  flag: lookUp(FLAGS),
  roleSource: lookUp(SOURCES),
  proof: lookUp(PROOFS),
  role: lookUp(ROLES),
};
