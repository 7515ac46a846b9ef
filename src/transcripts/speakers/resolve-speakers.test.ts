import { describe, expect, it } from '@jest/globals';
import type { Cue, ParsedParticipant } from '../../plugin-api/transcript.js';
import { resolveSpeakers } from './resolve-speakers.js';

const SPEECH = 'Well, that is something that we should look at together.';

type Line = readonly [speaker: string | null, text?: string, continues?: boolean];

const fold = (lines: readonly Line[], given: readonly ParsedParticipant[] = []) => {
  const cues = lines.map(([speaker, text = SPEECH, continues = false], at): Cue => ({
    ...{ speaker, text, continues, startMs: null, endMs: null, offset: [at, at + 1] },
  }));
  const { people, personOfCue, warnings } = resolveSpeakers(cues, given);
  return { labels: people.map(({ label }) => label), personOfCue, people, codes: warnings.map(({ code }) => code) };
};

const foldLabels = (labels: readonly string[], given: readonly ParsedParticipant[] = []) =>
  fold(
    labels.map((label): Line => [label]),
    given,
  );

describe('foldSpeakers, spellings of one person', () => {
  it.each([
    ['case, blanks, marks, companies', ['Sam', 'sam', ' SAM ', 'sam | Nimbus', 'SAM (Guest)', 'Sam [External]']],
    ['the order of the name', ['Whitfield, Dana', 'Dana Whitfield', 'DANA WHITFIELD']],
    ['titles', ['Sarah Mitchell, CEO', 'Sarah Mitchell']],
    ['an address beside the name', ['Dana Whitfield <dw@nimbus.example>', 'dw@nimbus.example', 'Dana Whitfield']],
    ['an address that spells the name', ['dana.whitfield@nimbus.example', 'Dana Whitfield']],
  ])('%s', (_name, labels) => {
    expect(foldLabels([...labels, 'Kim'])).toMatchObject({ labels: [labels[0]!.trim(), 'Kim'] });
  });

  it('an address that the file ties to a name', () => {
    const given = [{ label: 'Dana Whitfield', email: 'DW77@nimbus.example' }];
    const { people } = foldLabels(['dw77@nimbus.example', 'Kim', 'Dana Whitfield'], given);
    expect(people).toMatchObject([{ name: 'Dana Whitfield', email: 'dw77@nimbus.example' }, { label: 'Kim' }]);
  });

  it('tells apart namesakes of two companies, numbered voices, and addresses that fit two', () => {
    expect(foldLabels(['Alex (Acme)', 'Alex (Nimbus)']).labels).toHaveLength(2);
    expect(foldLabels(['Speaker 1', 'Speaker 2', 'SPEAKER 1']).labels).toEqual(['Speaker 1', 'Speaker 2']);
    expect(foldLabels(['Channel 0', 'Channel 1']).labels).toHaveLength(2);
    expect(foldLabels(['Sam', 'Sam Ortega']).labels).toHaveLength(2);
    expect(foldLabels(['Alex (Acme)', 'Alex (Nimbus)', 'alex@acme.example']).labels).toHaveLength(3);
    expect(foldLabels(['Rep Mike', 'Customer Mike']).labels).toHaveLength(2);
  });

  it('takes what the file states by name or address, where that is of one person', () => {
    const given: ParsedParticipant[] = [
      { label: 'p1', name: 'Dana Whitfield', email: 'd@nimbus.example', role: 'REP' },
      { label: 'p2', name: 'Alex Poe', role: 'CUSTOMER' },
      { label: 'p3', name: 'Alex Poe', role: 'REP' },
      { label: 'p4', name: 'Never Speaks' },
    ];
    expect(foldLabels(['Whitfield, Dana', 'Alex Poe', 'p2'], given).people).toMatchObject([
      { email: 'd@nimbus.example', field: 'REP' },
      { email: null, field: null },
      { name: 'Alex Poe', field: 'CUSTOMER' },
    ]);
  });

  it('gives a piece without a label to whom it continues', () => {
    const lines: Line[] = [['Ann'], [null, 'and so on', true], ['Bo'], [null]];
    expect(fold(lines).personOfCue).toEqual([0, 0, 1, 2]);
  });
});

it('speech of nobody has a label of its own', () => {
  expect(fold([['Ann'], [null]]).labels).toEqual(['Ann', 'Unknown speaker']);
  expect(fold([['Unknown speaker'], [null]]).labels).toEqual(['Unknown speaker', 'No speaker named']);
});

describe('foldSpeakers, what is no person', () => {
  const beside = (label: string, text = 'Hm.') => fold([['Ann'], ['Bo'], [label, text]]);

  it.each([
    "Ann's Presentation",
    'Ann’s screen',
    "Ann's Notetaker",
    'Fireflies.ai Notetaker Ann',
    'Otter.ai',
    'Fathom Notetaker',
    'Break',
    'JINGLE',
    '[Music]',
    'System',
  ])('%s is left out with what it said', (label) => {
    const { labels, personOfCue, codes } = beside(label);
    expect(labels).toEqual(['Ann', 'Bo']);
    expect(personOfCue.at(-1)).toBe(-1);
    expect(codes).toEqual(['PSEUDO_PARTICIPANT_DROPPED']);
  });

  it.each(['Breaker', 'Systems Engineer', 'Musica Bell', 'Screen Door', 'assistant', 'Otter'])(
    '%s may be one',
    (label) => {
      expect(beside(label).labels).toEqual(['Ann', 'Bo', label]);
    },
  );

  it('a side of a call of two stays, whatever it is called', () => {
    expect(foldLabels(['System', 'Ann']).labels).toEqual(['System', 'Ann']);
    expect(foldLabels(['SYSTEM', 'assistant']).labels).toEqual(['SYSTEM', 'assistant']);
    expect(foldLabels(['Otter.ai']).labels).toEqual(['Otter.ai']);
    expect(foldLabels(['Otter.ai', 'Ann']).labels).toEqual(['Ann']);
  });

  it('who says much of the call is no sound', () => {
    expect(beside('System', SPEECH.repeat(5)).labels).toContain('System');
  });
});
