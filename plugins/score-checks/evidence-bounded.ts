import type { Validator } from 'debrief/plugin-api';
import { jsonPointer } from './json-pointer.js';

const MOST = 40;

/** No dimension needs more evidence than a person would read; the rules after this one compare every piece with every turn. */
export const evidenceBounded: Validator = {
  name: 'evidence-bounded',
  description: `No more than ${MOST} pieces of evidence for a dimension.`,
  order: 5,
  validate: ({ output }) =>
    Object.entries(output.dimensions).flatMap(([key, { evidence }]) => {
      if (evidence.length <= MOST) return [];
      const path = jsonPointer('dimensions', key, 'evidence');
      return {
        severity: 'warning',
        code: 'TOO_MUCH_EVIDENCE',
        path,
        message: `${evidence.length} pieces of evidence; ${MOST} are kept.`,
        hint: 'Cite the few passages that show it best.',
        repairs: [{ op: 'replace', path, value: evidence.slice(0, MOST) }],
      };
    }),
};
