import type { Cue, ParsedParticipant, ParseWarning } from '../plugin-api/transcript.js';
import { readSpeakerLabel, type Side, type SpeakerLabel } from './read-speaker-label.js';

/** A person on the call, before a role is found. */
export interface Person {
  readonly label: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly affiliation: string | null;
  /** Side stated in a field of the file. */
  readonly field: Side | 'OTHER' | null;
  /** Side named by a word of the label. */
  readonly side: Side | null;
  readonly mark: SpeakerLabel['mark'];
  /** True for the one who stands for all speech without a speaker. */
  readonly anonymous: boolean;
}

export interface FoldedSpeakers {
  readonly people: readonly Person[];
  /** For each cue, the index of its person; -1 for cues of machines, which are dropped. */
  readonly personOfCue: readonly number[];
  readonly warnings: readonly ParseWarning[];
}

const ANONYMOUS = 'Unknown speaker';

/** Recorders, screens and sounds that some exports list among the speakers. */
const MACHINE =
  /(?:['’]s presentation|['’]s screen|note-?\s?taker(?: .{0,40})?)$|^(?:fireflies(?:\.ai)?|otter(?:\.ai|pilot)|read\.ai|gong recorder|break|jingle|system|action|music)(?: note-?\s?taker.{0,40})?$/i;

const isMachine = (label: SpeakerLabel): boolean => MACHINE.test(label.label) || MACHINE.test(label.key);

/** Labels that differ in organization only are two people (`Alex (Acme)`, `Alex (Nimbus)`); with one organization or none they are one. */
function identityKeys(labels: readonly SpeakerLabel[]): Map<SpeakerLabel, string> {
  const organizations = new Map<string, Set<string>>();
  for (const { key, affiliation } of labels) {
    const known = organizations.get(key) ?? new Set();
    if (affiliation !== null) known.add(affiliation.toLowerCase());
    organizations.set(key, known);
  }
  return new Map(
    labels.map((label) => {
      const split = (organizations.get(label.key)?.size ?? 0) > 1;
      return [label, split ? `${label.key} (${label.affiliation?.toLowerCase() ?? ''})` : label.key];
    }),
  );
}

function statedFor(labels: readonly SpeakerLabel[], stated: readonly ParsedParticipant[]): ParsedParticipant | null {
  const keys = new Set(labels.map(({ key }) => key));
  const exact = stated.find((person) => labels.some(({ label }) => label === readSpeakerLabel(person.label).label));
  return exact ?? stated.find((person) => keys.has(readSpeakerLabel(person.label).key)) ?? null;
}

const sideOf = (role: ParsedParticipant['role']): Person['field'] =>
  role === undefined || role === 'UNKNOWN' ? null : role;

function toPerson(labels: readonly SpeakerLabel[], stated: ParsedParticipant | null): Person {
  const first = <Key extends keyof SpeakerLabel>(key: Key) =>
    labels.find((label) => label[key] !== null)?.[key] ?? null;
  return {
    label: labels[0]?.label ?? ANONYMOUS,
    name: (stated?.name === undefined ? null : readSpeakerLabel(stated.name).name) ?? first('name'),
    email: (stated?.email ?? first('email'))?.toLowerCase() ?? null,
    affiliation: stated?.affiliation ?? first('affiliation'),
    field: sideOf(stated?.role),
    side: first('side'),
    mark: first('mark'),
    anonymous: false,
  };
}

const NOBODY: Person = {
  label: ANONYMOUS,
  name: null,
  email: null,
  affiliation: null,
  field: null,
  side: null,
  mark: null,
  anonymous: true,
};

function warn(dropped: ReadonlyMap<string, number>, anonymous: number, total: number): ParseWarning[] {
  const warnings: ParseWarning[] = [];
  if (dropped.size > 0) {
    const names = [...dropped.keys()].slice(0, 5).join(', ');
    warnings.push({
      code: 'PSEUDO_PARTICIPANT_DROPPED',
      message: `Not people, left out with what they said: ${names}.`,
    });
  }
  if (anonymous > 0) {
    const which = anonymous === total ? 'The file names no speakers' : `${anonymous} cues name no speaker`;
    warnings.push({ code: 'SPEAKERS_UNKNOWN', message: `${which}: they stand as "${ANONYMOUS}".` });
  }
  return warnings;
}

/** Finds the people behind the labels of the cues, in order of appearance. `given` is what the file says of them elsewhere. */
export function foldSpeakers(cues: readonly Cue[], given: readonly ParsedParticipant[]): FoldedSpeakers {
  const written = new Map<string, SpeakerLabel>();
  for (const { speaker } of cues) {
    if (speaker !== null && !written.has(speaker)) written.set(speaker, readSpeakerLabel(speaker));
  }
  const keys = identityKeys([...written.values()]);
  const groups = new Map<string, SpeakerLabel[]>();
  const dropped = new Map<string, number>();
  let anonymous = 0;
  const cueKeys = cues.map(({ speaker }) => {
    const label = speaker === null ? undefined : written.get(speaker);
    if (label === undefined || label.label === '') return ((anonymous += 1), groups.set('', []), '');
    if (isMachine(label)) return (dropped.set(label.label, (dropped.get(label.label) ?? 0) + 1), null);
    const key = keys.get(label) ?? label.key;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [label]);
    else if (!group.includes(label)) group.push(label);
    return key;
  });
  const order = new Map([...groups.keys()].map((key, index) => [key, index]));
  const people = [...groups].map(([key, labels]) => (key === '' ? NOBODY : toPerson(labels, statedFor(labels, given))));
  const personOfCue = cueKeys.map((key) => (key === null ? -1 : (order.get(key) ?? -1)));
  return { people, personOfCue, warnings: warn(dropped, anonymous, cues.length) };
}
