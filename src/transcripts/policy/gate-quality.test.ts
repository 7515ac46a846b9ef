import { describe, expect, it } from '@jest/globals';
import { judgeQuality } from './gate-quality.js';
import type { Quality, QualityIssueCode } from '../quality.js';

const quality = (...codes: QualityIssueCode[]): Quality => ({
  score: 0.5,
  issues: codes.map((code) => ({ code, message: code })),
});

describe('judgeQuality', () => {
  it('passes what has no issue, and warns of what the policy does not name', () => {
    expect(judgeQuality(quality())).toEqual({ action: 'PASS', because: [] });
    expect(judgeQuality(quality('NO_TIMES'))).toMatchObject({ action: 'WARN', because: [{ code: 'NO_TIMES' }] });
  });

  it('does the strictest thing that an issue asks for, and says which asked', () => {
    const policy = { NO_TIMES: 'PASS', ONE_SIDED: 'HOLD', TOO_SHORT: 'REFUSE', TRUNCATED: 'REFUSE' } as const;
    expect(judgeQuality(quality('NO_TIMES'), policy).action).toBe('PASS');
    expect(judgeQuality(quality('NO_TIMES', 'ONE_SIDED', 'UNKNOWN_SPEAKERS'), policy)).toMatchObject({
      action: 'HOLD',
      because: [{ code: 'ONE_SIDED' }],
    });
    const refused = judgeQuality(quality('TRUNCATED', 'ONE_SIDED', 'TOO_SHORT'), policy);
    expect(refused.because.map(({ code }) => code)).toEqual(['TRUNCATED', 'TOO_SHORT']);
    expect(refused.action).toBe('REFUSE');
  });
});
