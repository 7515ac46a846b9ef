import { describe, expect, it } from '@jest/globals';
import { readSpeakerLabel } from './read-speaker-label.js';
import { expectWithin } from '../../../test/support/expect-within.js';

describe('readSpeakerLabel', () => {
  it.each([
    ['Dana Whitfield', { name: 'Dana Whitfield', side: null, mark: null, affiliation: null }],
    ['  dana\u00a0 whitfield\u200b ', { label: 'dana whitfield', key: 'dana whitfield', name: 'dana whitfield' }],
    ['Sam | Nimbus', { key: 'sam', name: 'Sam', affiliation: 'Nimbus' }],
    ['Tom Park (Guest)', { key: 'tom park', name: 'Tom Park', mark: 'EXTERNAL', affiliation: null }],
    ['Tom Park [External]', { name: 'Tom Park', mark: 'EXTERNAL' }],
    ['Tom Park (he/him) (Acme)', { name: 'Tom Park', affiliation: 'Acme' }],
    ['Dana (Host)', { name: 'Dana', mark: 'HOST' }],
    ['Dana (Sales Rep)', { name: 'Dana', side: 'REP' }],
    ['Dana - Account Executive', { name: 'Dana', side: 'REP' }],
    ['Whitfield, Dana', { name: 'Dana Whitfield' }],
    ['Sarah Mitchell, CEO', { name: 'Sarah Mitchell' }],
    ['REP', { name: null, side: 'REP' }],
    ['Sales Rep', { name: null, side: 'REP' }],
    ['AGENT_1', { name: null, side: 'REP' }],
    ['Customer 2', { name: null, side: 'CUSTOMER' }],
    ['PROSPECT_MIKE', { name: 'Mike', side: 'CUSTOMER' }],
    ['Customer - Sarah Lee', { name: 'Sarah Lee', side: 'CUSTOMER' }],
    ['Customer Success Manager', { name: null, side: 'REP' }],
    ['Lead Engineer', { name: 'Lead Engineer', side: null }],
    ['Speaker 3', { name: null, side: null }],
    ['SPEAKER_00', { name: null, side: null }],
    ['Unknown Speaker', { name: null, side: null }],
    ['assistant', { name: null, side: null }],
    ['user', { name: null, side: null }],
    ['7782342274025937895', { name: null, side: null }],
    ['Dana Whitfield <dana@nimbus.example>', { name: 'Dana Whitfield', email: 'dana@nimbus.example' }],
    ['dana@nimbus.example', { name: null, email: 'dana@nimbus.example' }],
    ['', { label: '', name: null }],
  ])('%j', (label, expected) => {
    expect(readSpeakerLabel(label)).toMatchObject(expected);
  });

  it('stays quick and bounded on hostile labels', () => {
    for (const part of ['(', '|', ' - ', 'a@', '[x] ', 'rep ', 'a ']) {
      const label = part.repeat(50_000);
      expectWithin(50, () => expect(readSpeakerLabel(label).label.length).toBeLessThanOrEqual(200), part);
    }
  });
});
