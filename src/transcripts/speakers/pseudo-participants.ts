import type { SpeakerLabel } from './read-speaker-label.js';

/** Recorders and screens: no person is called so. */
const RECORDER =
  /(?:['’]s (?:presentation|screen(?: share)?)|\bnote-?\s?taker(?: .{0,40})?|\bmeeting notes|\bai (?:companion|notes))$|^(?:fireflies(?:\.ai)?|otter(?:\.ai|pilot)|read\.ai|tl;dv|gong recorder|meeting record(?:er|ing)|recording)$/i;

/** Sounds and notices. A person may be called so, too: they are left out only beside a whole call of others. */
const NOTICE =
  /^(?:break|jingle|system|action|(?:hold )?music|applause|laughter|silence|noise|announcement|ivr|ringing)$/i;

/** Whoever says more of the call than this, and more than a few lines, is no sound. */
const MAX_OF_A_NOTICE = 0.2;
const FEW_LINES = 200;

/** With fewer people beside it, a label may be one side of the call. */
const OTHERS = 2;

export interface Heard {
  readonly label: SpeakerLabel;
  /** Characters said. */
  readonly spoken: number;
}

const bare = ({ label }: SpeakerLabel): string => label.replace(/^[[(*]+|[\])*]+$/g, '').trim();

const matches = (pattern: RegExp, label: SpeakerLabel): boolean => pattern.test(bare(label)) || pattern.test(label.key);

/** Those among the labels that are not people: recorders where anybody else speaks, sounds and notices where a call goes on around them. */
export function findPseudoParticipants<T extends Heard>(heard: readonly T[]): Set<T> {
  const named = heard.filter(({ label }) => label.label !== '');
  const recorders = named.filter(({ label }) => matches(RECORDER, label));
  const notices = named.filter(({ label }) => matches(NOTICE, label));
  const others = named.length - recorders.length - notices.length;
  const total = heard.reduce((sum, { spoken }) => sum + spoken, 0);
  const dropped = notices.filter(
    ({ spoken }) => others >= OTHERS && spoken <= Math.max(FEW_LINES, total * MAX_OF_A_NOTICE),
  );
  return new Set([...(named.length > recorders.length ? recorders : []), ...dropped]);
}
