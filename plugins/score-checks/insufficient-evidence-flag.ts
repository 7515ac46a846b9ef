import type { JudgeFlag, Validator, ValidatorInput } from 'debrief/plugin-api';
import { isMostlyUnscored } from './scored-weight.js';

const FLAG: JudgeFlag = 'insufficient_evidence';

/** A stronger reason already says why nothing is scored. */
const hasOtherReason = ({ call_check: check, flags }: ValidatorInput['output']): boolean =>
  !check.is_sales_call || flags.includes('not_a_sales_call') || flags.includes('unsupported_language');

/** B7: the flag stands exactly where too little of the rubric's weight is scored; it is set or taken away. */
export const insufficientEvidenceFlag: Validator = {
  name: 'insufficient-evidence-flag',
  description: 'The flag insufficient_evidence agrees with the scores.',
  order: 70,
  validate: ({ rubric, output }) => {
    const wanted = isMostlyUnscored(rubric, output);
    if (hasOtherReason(output) || wanted === output.flags.includes(FLAG)) return [];
    const value = wanted ? [...output.flags, FLAG] : output.flags.filter((flag) => flag !== FLAG);
    return [
      {
        severity: 'warning',
        code: 'INSUFFICIENT_EVIDENCE_FLAG',
        path: '/flags',
        message: wanted ? `${FLAG} is missing: too little is scored.` : `${FLAG} is set although enough is scored.`,
        hint: `Set ${FLAG} exactly where the scored dimensions hold too little of the weight.`,
        repairs: [{ op: 'replace', path: '/flags', value }],
      },
    ];
  },
};
