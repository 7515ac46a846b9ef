import { describe, expect, it } from '@jest/globals';
import type { Cue, ParsedParticipant } from '../../plugin-api/transcript.js';
import type { RoleOptions } from './infer-roles.js';
import { normalize } from '../normalizing/normalize.js';

type Line = readonly [speaker: string, text: string];

function rolesOf(lines: readonly Line[], options: RoleOptions = {}, participants: readonly ParsedParticipant[] = []) {
  const cues = lines.map(([speaker, text], at): Cue => ({
    speaker,
    text,
    startMs: at * 5000,
    endMs: at * 5000 + 4000,
    offset: [at, at + 1],
  }));
  const { transcript, warnings } = normalize(
    { outcome: 'PARSED', cues, participants, metadata: {}, warnings: [] },
    options,
  );
  const roles = Object.fromEntries(
    transcript.participants.map((person) => [person.speakerLabel, `${person.role} ${person.roleSource}`]),
  );
  const confidence = Object.fromEntries(
    transcript.participants.map((person) => [person.speakerLabel, person.confidence]),
  );
  return { roles, confidence, codes: warnings.map(({ code }) => code) };
}

/** Two lines that say nothing of who sells. */
const BLAND: readonly Line[] = [
  ['Dana Whitfield', 'Good morning.'],
  ['Priya Nair', 'Good morning.'],
];

const DISCOVERY: readonly Line[] = [
  ['Priya Nair', 'Hello, this is Priya.'],
  ['Dana Whitfield', 'Hi Priya, thanks for taking the time. I wanted to learn how your team handles returns today.'],
  ['Priya Nair', 'Sure. We currently use spreadsheets, about forty returns a day.'],
  ['Dana Whitfield', 'How many people work on that, and where does it break down for you?'],
  ['Priya Nair', 'Four people. The problem is that we lose track. How much does your product cost?'],
  ['Dana Whitfield', 'Our pricing starts at forty a seat. What would it mean for you if nothing got lost?'],
  ['Priya Nair', 'Our team could finally take care of the customers. Does it integrate with our shop?'],
];

describe('inferRoles', () => {
  it.each([
    ['full name', 'dana whitfield'],
    ['first name', 'Dana'],
    ['beginning', 'Dana Whit'],
    ['last name', 'WHITFIELD'],
  ])('takes the representative that the user names by %s', (_name, rep) => {
    const { roles, confidence } = rolesOf(BLAND, { rep });
    expect(roles).toEqual({ 'Dana Whitfield': 'REP OPTION', 'Priya Nair': 'CUSTOMER OPTION' });
    expect(confidence['Dana Whitfield']).toBe(1);
    expect(confidence['Priya Nair']).toBeLessThan(1);
  });

  it('finds the person by e-mail and by a fuller name than the file has', () => {
    const given = [{ label: 'Dana Whitfield', email: 'dw@nimbus.example' }];
    expect(rolesOf(BLAND, { rep: 'DW@nimbus.example' }, given).roles['Dana Whitfield']).toBe('REP OPTION');
    expect(
      rolesOf(
        [
          ['Dana', 'Hi.'],
          ['Bo', 'Hi.'],
        ],
        { rep: 'Dana Whitfield' },
      ).roles.Dana,
    ).toBe('REP OPTION');
  });

  it.each([
    ['channel', ['Channel 0', 'Channel 1'], 'channel_1'],
    ['number of a voice', ['SPEAKER_00', 'SPEAKER_01'], 'Speaker 01'],
    ['address that spells the name', ['Priya Nair', 'Dana Whitfield'], 'dana.whitfield@nimbus.example'],
    ['name with its address', ['Priya Nair', 'Dana Whitfield'], 'Dana Whitfield <dw@nimbus.example>'],
    ['name with its company', ['Priya Nair', 'Dana Whitfield'], 'Dana Whitfield (Nimbus)'],
  ])('takes the representative by %s', (_name, [first, second], rep) => {
    const lines: Line[] = [
      [first!, 'Good morning.'],
      [second!, 'Good morning.'],
    ];
    expect(rolesOf(lines, { rep }).roles[second!]).toBe('REP OPTION');
  });

  it('makes nobody a customer who is known to be ours, because another one was named', () => {
    const lines: readonly Line[] = [
      ['Dana (Nimbus)', 'Hi.'],
      ['Lou (Nimbus)', 'Hi.'],
    ];
    expect(rolesOf(lines, { rep: 'Dana', ownCompany: 'Nimbus' }).roles).toEqual({
      'Dana (Nimbus)': 'REP OPTION',
      'Lou (Nimbus)': 'REP SUFFIX',
    });
    const mails = [{ label: 'Priya Nair', email: 'p@nimbus.example' }];
    expect(rolesOf(BLAND, { rep: 'Dana', ownDomains: ['nimbus.example'] }, mails).roles).toEqual({
      'Dana Whitfield': 'REP OPTION',
      'Priya Nair': 'REP EMAIL_DOMAIN',
    });
    expect(
      rolesOf(
        [
          ['Dana', 'Hi.'],
          ['Sales Engineer', 'Hi.'],
        ],
        { rep: 'Dana' },
      ).roles['Sales Engineer'],
    ).toBe('REP LABEL');
  });

  it('believes the user before the marks of whoever recorded the call', () => {
    const lines: readonly Line[] = [
      ['Dana', 'Hi.'],
      ['Priya (Guest)', 'Hi.'],
    ];
    expect(rolesOf(lines, { customer: 'Dana' }).roles).toEqual({
      Dana: 'CUSTOMER OPTION',
      'Priya (Guest)': 'REP OPTION',
    });
  });

  it('names the customer and lets the other side follow', () => {
    expect(rolesOf(BLAND, { customer: 'Dana' }).roles).toEqual({
      'Dana Whitfield': 'CUSTOMER OPTION',
      'Priya Nair': 'REP OPTION',
    });
  });

  it('warns where the name fits nobody or several, and looks elsewhere', () => {
    const missed = rolesOf(DISCOVERY, { rep: 'Zoe' });
    expect(missed.codes).toContain('REP_NOT_FOUND');
    expect(missed.roles['Dana Whitfield']).toBe('REP INFERRED');
    expect(
      rolesOf(
        [
          ['Dana Lee', 'Hi.'],
          ['Dana Poe', 'Hi.'],
        ],
        { rep: 'Dana' },
      ).codes,
    ).toContain('REP_AMBIGUOUS');
  });

  it('prefers a field to a label, a label to an address, an address to a suffix', () => {
    const lines: readonly Line[] = [
      ['Agent Dana', 'Good morning.'],
      ['Priya Nair', 'Good morning.'],
    ];
    const field: ParsedParticipant[] = [{ label: 'Priya Nair', role: 'REP', email: 'p@acme.example' }];
    expect(rolesOf(lines, {}, field).roles).toEqual({ 'Agent Dana': 'REP LABEL', 'Priya Nair': 'REP FIELD' });
    expect(rolesOf(lines).roles).toEqual({ 'Agent Dana': 'REP LABEL', 'Priya Nair': 'CUSTOMER LABEL' });
  });

  it('knows our own people by their domain, subdomains too', () => {
    const given = [
      { label: 'Dana Whitfield', email: 'dana@eu.nimbus.example' },
      { label: 'Priya Nair', email: 'priya@acme.example' },
    ];
    const options = { ownDomains: ['Nimbus.example'] };
    expect(rolesOf(BLAND, options, given).roles).toEqual({
      'Dana Whitfield': 'REP EMAIL_DOMAIN',
      'Priya Nair': 'CUSTOMER EMAIL_DOMAIN',
    });
    expect(rolesOf(BLAND, { ownDomains: ['us.example'] }, given).roles['Dana Whitfield']).toBe('UNKNOWN NONE');
    expect(rolesOf(BLAND, { ownDomains: ['imbus.example'] }, given).roles['Dana Whitfield']).toBe('UNKNOWN NONE');
  });

  it('reads guests and companies from suffixes', () => {
    expect(
      rolesOf([
        ['Dana', 'Hi.'],
        ['Priya (Guest)', 'Hi.'],
        ['Kim [External]', 'Hi.'],
        ['Lou', 'Hi.'],
      ]).roles,
    ).toEqual({
      Dana: 'REP SUFFIX',
      'Priya (Guest)': 'CUSTOMER SUFFIX',
      'Kim [External]': 'CUSTOMER SUFFIX',
      Lou: 'REP SUFFIX',
    });
    const companies: readonly Line[] = [
      ['Dana (Nimbus Inc.)', 'Hi.'],
      ['Priya (Acme)', 'Hi.'],
    ];
    expect(rolesOf(companies, { ownCompany: 'nimbus' }).roles).toEqual({
      'Dana (Nimbus Inc.)': 'REP SUFFIX',
      'Priya (Acme)': 'CUSTOMER SUFFIX',
    });
    expect(rolesOf(companies, { ownCompany: 'Elsewhere' }).roles['Dana (Nimbus Inc.)']).toBe('UNKNOWN NONE');
  });

  it('infers from who asks and who is asked, with a confidence below certainty', () => {
    const { roles, confidence } = rolesOf(DISCOVERY);
    expect(roles).toEqual({ 'Dana Whitfield': 'REP INFERRED', 'Priya Nair': 'CUSTOMER INFERRED' });
    expect(confidence['Dana Whitfield']).toBeGreaterThan(0.7);
    expect(confidence['Dana Whitfield']).toBeLessThan(1);
    expect(confidence['Priya Nair']).toBeLessThan(confidence['Dana Whitfield']!);
  });

  it('finds the seller where the customer asks as much', () => {
    const lines: readonly Line[] = [
      ['Kim', 'Hi, thanks for making the time. Here is what I would like to cover on our platform.'],
      ['Lou', 'Great. How much does it cost? Do you support single sign-on?'],
      ['Kim', 'Our plans start at ten. Great question, yes. Let me show you. Other customers love it.'],
      ['Lou', 'Does it integrate with our warehouse? Can your team train us? What is the contract length?'],
      ['Kim', 'It does. I can send over a proposal. How many stores do you run?'],
      ['Lou', 'We have about forty stores. Send me the quote, my boss has to sign off.'],
    ];
    expect(rolesOf(lines).roles).toEqual({ Kim: 'REP INFERRED', Lou: 'CUSTOMER INFERRED' });
  });

  it('leaves a tie open', () => {
    const lines: readonly Line[] = [
      ['A. Bell', 'What do you do?'],
      ['C. Dunn', 'What do you do?'],
    ];
    expect(rolesOf(lines).roles).toEqual({ 'A. Bell': 'UNKNOWN NONE', 'C. Dunn': 'UNKNOWN NONE' });
    expect(rolesOf(BLAND).roles['Dana Whitfield']).toBe('UNKNOWN NONE');
  });

  it('with three, finds the seller first and then who answers', () => {
    const lines: readonly Line[] = [
      ...DISCOVERY,
      ['Dana Whitfield', 'And Omar, how does finance look at your returns?'],
      ['Omar Reyes', 'We still do it by hand, it is slow.'],
      ['Zed', 'Mhm.'],
    ];
    expect(rolesOf(lines).roles).toEqual({
      'Priya Nair': 'CUSTOMER INFERRED',
      'Dana Whitfield': 'REP INFERRED',
      'Omar Reyes': 'CUSTOMER INFERRED',
      Zed: 'UNKNOWN NONE',
    });
  });

  it('places the others around a representative that the user named', () => {
    const lines: readonly Line[] = [
      ...DISCOVERY,
      ['Dana Whitfield', 'Omar, what do you think about that?'],
      ['Omar Reyes', 'We lose a lot by hand.'],
    ];
    expect(rolesOf(lines, { rep: 'Dana' }).roles).toEqual({
      'Priya Nair': 'CUSTOMER INFERRED',
      'Dana Whitfield': 'REP OPTION',
      'Omar Reyes': 'CUSTOMER INFERRED',
    });
  });

  it('never makes roles of chat roles or of the unknown speaker', () => {
    expect(
      rolesOf([
        ['assistant', 'Good morning.'],
        ['user', 'Good morning.'],
      ]).roles,
    ).toEqual({ assistant: 'UNKNOWN NONE', user: 'UNKNOWN NONE' });
  });
});
