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

/** Finds what the file states of the person behind some labels: by the label itself, else by its key. */
function statedBy(given: readonly ParsedParticipant[]): (labels: readonly SpeakerLabel[]) => ParsedParticipant | null {
  const known = new Map<string, ParsedParticipant>();
  for (const person of given) {
    const { label, key } = readSpeakerLabel(person.label);
    for (const name of [`label ${label}`, `key ${key}`]) if (!known.has(name)) known.set(name, person);
  }
  return (labels) => {
    const names = [...labels.map(({ label }) => `label ${label}`), ...labels.map(({ key }) => `key ${key}`)];
    const found = names.find((name) => known.has(name));
    return found === undefined ? null : (known.get(found) ?? null);
  };
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
    warnings.push({ code: 'SPEAKERS_UNKNOWN', message: `${which}: they stand as "${ANONYMOUS}".` });
  }
  return warnings;
}

const countCues = (cues: readonly Cue[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { speaker } of cues) counts.set(speaker ?? '', (counts.get(speaker ?? '') ?? 0) + 1);
  return counts;
};

/** Finds the people behind the labels of the cues. `given` is what the file says of them elsewhere. */
export function foldSpeakers(cues: readonly Cue[], given: readonly ParsedParticipant[]): FoldedSpeakers {
  const read = [...countCues(cues)].map(([written, count]) => ({ written, count, label: readSpeakerLabel(written) }));
  const human = read.filter(({ label }) => label.label !== '' && !isMachine(label));
  const keys = identityKeys(human.map(({ label }) => label));
  const groups = Map.groupBy(human, ({ label }) => keys.get(label) ?? label.key);
  const stated = statedBy(given);
  const named = [...groups.values()].map((group) => group.map(({ label }) => label));
  const people = named.map((labels) => toPerson(labels, stated(labels)));
  const personOf = new Map(
    [...groups.values()].flatMap((group, index) => group.map(({ written }) => [written, index])),
  );
  const anonymous = read.filter(({ label }) => label.label === '');
  for (const { written } of anonymous) personOf.set(written, people.length);
  const nameless = anonymous.reduce((sum, { count }) => sum + count, 0);
  const dropped = read.filter(({ label }) => isMachine(label)).map(({ label }) => label.label);
  return {
    people: anonymous.length > 0 ? [...people, NOBODY] : people,
    personOfCue: cues.map(({ speaker }) => personOf.get(speaker ?? '') ?? -1),
    warnings: warn(dropped, nameless, cues.length),
  };
}
