import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Contributions } from 'debrief/plugin-api';
import { arbitraryTranscript } from './arbitrary-output.js';

export const describeMetrics = ({ transcriptMetrics: metrics = [] }: Contributions, runs: number): void => {
  for (const metric of metrics)
    describe(`metric ${metric.name}`, () => {
      it('measures any transcript in finite numbers', () => {
        const holds = (transcript: Parameters<typeof metric.measure>[0]): void => {
          for (const value of Object.values(metric.measure(transcript))) {
            if (value.outcome === 'MEASURED') expect(Number.isFinite(value.value)).toBe(true);
            else expect(value.reason).not.toBe('');
          }
        };
        fc.assert(fc.property(arbitraryTranscript, holds), { numRuns: runs });
      });
    });
};
