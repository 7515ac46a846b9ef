import type { Validator } from 'debrief/plugin-api';
import { citedEvidence } from './cited-evidence.js';

/** B1: evidence cites a turn of the transcript that was sent. */
export const turnExists: Validator = {
  name: 'turn-exists',
  description: 'Evidence cites a turn that exists.',
  order: 10,
  validate: ({ transcript, output }) =>
    citedEvidence(output)
      .filter(({ piece }) => transcript.turns[piece.turn_index] === undefined)
      .map(({ piece, path }) => ({
        severity: 'error',
        code: 'TURN_UNKNOWN',
        path: `${path}/turn_index`,
        message: `There is no turn ${piece.turn_index}; turns go from 0 to ${transcript.turns.length - 1}.`,
        hint: `Cite a turn by the number printed before it, 0 to ${transcript.turns.length - 1}.`,
      })),
};
