import type { ParticipantRole } from 'debrief/plugin-api';

const REP =
  /^(?:(?:sales|internal)[\s_-]?)?(?:rep|representative|agent|advisor|seller|salesperson|sales|ae|sdr|bdr|host|internal|employee|account (?:executive|manager))$/;
const CUSTOMER = /^(?:customer|prospect|client|buyer|caller|lead|external|guest|member|contact)$/;

/** The side that a role field names, or null: `user` and `assistant` are sides of a chat, not of a sale. */
export function readRoleWord(word: string): ParticipantRole | null {
  const folded = word.trim().toLowerCase();
  if (REP.test(folded)) return 'REP';
  return CUSTOMER.test(folded) ? 'CUSTOMER' : null;
}
