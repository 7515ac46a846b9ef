import type { Cue, ParsedParticipant, ParseWarning } from '../../plugin-api/transcript.js';
import { readSpeakerLabel, type Side, type SpeakerLabel } from './read-speaker-label.js';
import { identityKeys, statedBy } from './speaker-identity.js';

/** Recorders and screens: no person is called so. */
const RECORDER =
  /(?:['’]s (?:presentation|screen(?: share)?)|\bnote-?\s?taker(?: .{0,40})?|\bmeeting notes|\bai (?:companion|notes))$|^(?:fireflies(?:\.ai)?|otter(?:\.ai|pilot)|read\.ai|tl;dv|gong recorder|meeting record(?:er|ing)|recording)$/i;

/** Sounds and notices. A person may have such a name: they are left out only beside a whole call of others. */
const NOTICE =
  /^(?:break|jingle|system|action|(?:hold )?music|applause|laughter|silence|noise|announcement|ivr|ringing)$/i;

/** A label with a larger share of the speech than this, and more than a few lines, is a person. */
const MAX_OF_A_NOTICE = 0.2;
const FEW_LINES = 200;

/** With fewer people beside it, a label may be one side of the call. */
const OTHERS = 2;

const bare = ({ label }: SpeakerLabel): string => label.replace(/^[[(*]+|[\])*]+$/g, '').trim();

const matches = (pattern: RegExp, label: SpeakerLabel): boolean => pattern.test(bare(label)) || pattern.test(label.key);

/** Labels that are not people: recorders if anyone else speaks, sounds and notices if a call continues around them. */
function findPseudoParticipants(heard: readonly LabelUse[]): Set<LabelUse> {
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

/** A person on the call, before a role is found. */
export interface Person {
  readonly label: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly affiliation: string | null;
  /** Side stated in a field of the file; UNKNOWN if its roles are not sides of a sale: nothing is inferred from them. */
  readonly field: Side | 'OTHER' | 'UNKNOWN' | null;
  /** Side named by a word of the label. */
  readonly side: Side | null;
  readonly mark: SpeakerLabel['mark'];
  /** True for the placeholder of all speech without a speaker. */
  readonly anonymous: boolean;
}

interface ResolvedSpeakers {
  readonly people: readonly Person[];
  /** For each cue, the index of its person; -1 for cues of machines, which are dropped. */
  readonly personOfCue: readonly number[];
  readonly warnings: readonly ParseWarning[];
}

const ANONYMOUS = 'Unknown speaker';

function toPerson(labels: readonly SpeakerLabel[], stated: ParsedParticipant | null): Person {
  const first = <Key extends keyof SpeakerLabel>(key: Key) =>
    labels.find((label) => label[key] !== null)?.[key] ?? null;
  return {
    label: labels[0]?.label ?? ANONYMOUS,
    name: (stated?.name === undefined ? null : readSpeakerLabel(stated.name).name) ?? first('name'),
    email: (stated?.email ?? first('email'))?.toLowerCase() ?? null,
    affiliation: stated?.affiliation ?? first('affiliation'),
    field: stated?.role ?? null,
    side: first('side'),
    mark: first('mark'),
    anonymous: false,
  };
}

const ANONYMOUS_PERSON: Person = {
  label: ANONYMOUS,
  name: null,
  email: null,
  affiliation: null,
  field: null,
  side: null,
  mark: null,
  anonymous: true,
};

/** A speaker of the file may have the same label: labels must be unique. */
const anonymousBeside = (people: readonly Person[]): Person =>
  people.some(({ label }) => label === ANONYMOUS)
    ? { ...ANONYMOUS_PERSON, label: 'No speaker named' }
    : ANONYMOUS_PERSON;

function warn(dropped: readonly string[], anonymous: number, total: number): ParseWarning[] {
  const warnings: ParseWarning[] = [];
  if (dropped.length > 0) {
    const names = dropped.slice(0, 5).join(', ');
    warnings.push({
      code: 'PSEUDO_PARTICIPANT_DROPPED',
      message: `Not people, left out with what they said: ${names}.`,
    });
  }
  if (anonymous > 0) {
    const which = anonymous === total ? 'The file names no speakers' : `${anonymous} cues name no speaker`;
    warnings.push({ code: 'SPEAKERS_UNKNOWN', message: `${which}: they are listed as "${ANONYMOUS}".` });
  }
  return warnings;
}

interface LabelUse {
  readonly written: string;
  readonly label: SpeakerLabel;
  /** Cues and characters. */
  count: number;
  spoken: number;
}

/** The labels of the cues, each read once. A piece without a label belongs to the utterance that it continues. */
function collectLabels(cues: readonly Cue[]): { readonly heard: LabelUse[]; readonly writtenOf: readonly string[] } {
  const heard = new Map<string, LabelUse>();
  const writtenOf: string[] = [];
  for (const { speaker, continues, text } of cues) {
    const written = speaker ?? (continues === true ? (writtenOf.at(-1) ?? '') : '');
    const known = heard.get(written) ?? { written, label: readSpeakerLabel(written), count: 0, spoken: 0 };
    heard.set(written, known);
    writtenOf.push(written);
    known.count += 1;
    known.spoken += text.length;
  }
  return { heard: [...heard.values()], writtenOf };
}

/** Resolves the labels of the cues to people. `given` is what the file states about people elsewhere. */
export function resolveSpeakers(cues: readonly Cue[], given: readonly ParsedParticipant[]): ResolvedSpeakers {
  const { heard, writtenOf } = collectLabels(cues);
  const pseudo = findPseudoParticipants(heard);
  const human = heard.filter((one) => one.label.label !== '' && !pseudo.has(one));
  const labels = human.map(({ label }) => label);
  const keys = identityKeys(labels, given);
  const groups = [...Map.groupBy(human, ({ label }) => keys.get(label) ?? label.key).values()];
  const stated = statedBy(given);
  const people = groups.map((group) => group.map(({ label }) => label)).map((named) => toPerson(named, stated(named)));
  const personOf = new Map(groups.flatMap((group, index) => group.map(({ written }) => [written, index])));
  const anonymous = heard.filter(({ label }) => label.label === '');
  for (const { written } of anonymous) personOf.set(written, people.length);
  const nameless = anonymous.reduce((sum, { count }) => sum + count, 0);
  const dropped = [...pseudo].map(({ label }) => label.label);
  return {
    people: anonymous.length > 0 ? [...people, anonymousBeside(people)] : people,
    personOfCue: writtenOf.map((written) => personOf.get(written) ?? -1),
    warnings: warn(dropped, nameless, cues.length),
  };
}
