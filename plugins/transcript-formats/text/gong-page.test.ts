import { describe, expect, it } from '@jest/globals';
import { gongPage } from './gong-page.js';
import { parsedBy, sourceOf } from '../test-support.js';

const TURNS = '0:19 | Dana\nHello.\nAll well?\n\n1:02:03 | Priya\nYes | no.\n';
const page = (participants: string, recorded = 'Recorded on Sep 3, 2026 via Zoom, 49m') =>
  `Renewal\nDana Whitfield with Harborline\n${recorded}\nParticipants\n${participants}\nTranscript\n${TURNS}`;
const FULL = 'Nimbus, Inc.\nDana Whitfield, AE\nHarborline\nPriya Nair, VP, Operations';

describe('gongPage', () => {
  it('reads the turns', () => {
    expect(parsedBy(gongPage, page(FULL)).cues.map((cue) => [cue.speaker, cue.startMs, cue.text])).toEqual([
      ['Dana', 19_000, 'Hello. All well?'],
      ['Priya', 3_723_000, 'Yes | no.'],
    ]);
  });

  it('gives first names their full name, company and side: the first company recorded the call', () => {
    expect(parsedBy(gongPage, page(FULL)).participants).toEqual([
      { label: 'Dana', name: 'Dana Whitfield', role: 'REP', affiliation: 'Nimbus, Inc.' },
      { label: 'Priya', name: 'Priya Nair', role: 'CUSTOMER', affiliation: 'Harborline' },
    ]);
  });

  it('leaves a first name alone that two people bear', () => {
    const { participants } = parsedBy(gongPage, page(`${FULL}\nPriya Okafor, Buyer`));
    expect(participants.map(({ label }) => label)).toEqual(['Dana']);
  });

  it('knows people without a job title, and a company that bears a first name', () => {
    const people = 'Nimbus\nDana Whitfield\nHarborline\nPriya Nair';
    expect(parsedBy(gongPage, page(people)).participants.map(({ role }) => role)).toEqual(['REP', 'CUSTOMER']);
    const trap = page('Nimbus\nDana Whitfield, AE\nDana Freight\nPriya Nair, VP').replace('Harborline', 'Dana Freight');
    expect(parsedBy(gongPage, trap).participants.map(({ role, affiliation }) => [role, affiliation])).toEqual([
      ['REP', 'Nimbus'],
      ['CUSTOMER', 'Dana Freight'],
    ]);
  });

  it.each([
    ['Recorded on Sep 3, 2026 via Zoom, 49m', 2_940_000],
    ['Recorded on Sep 3, 2026 via Zoom, 1h 2m', 3_720_000],
    ['Recorded on Sep 3, 2026, 58s', 58_000],
    ['Recorded on Sep 3, 2026 via Zoom', undefined],
  ])('%s: %s ms, and never a start, as no zone is given', (recorded, durationMs) => {
    const { metadata } = parsedBy(gongPage, page(FULL, recorded));
    expect(metadata).toEqual({ title: 'Renewal', ...(durationMs === undefined ? {} : { durationMs }) });
  });

  it.each([
    ['the page', page(FULL), 0.99],
    ['the turns alone, when there are three', `${TURNS}1:03:00 | Dana\nFine.\n`, 0.97],
    ['two turns alone', TURNS, 0],
    ['a table of times', '0:19 | Intro\n0:45 | Demo\n1:30 | End\n', 0],
    ['nothing', '', 0],
  ])('detects %s', (_name, text, confidence) => expect(gongPage.detect(sourceOf(text))).toBe(confidence));
});
