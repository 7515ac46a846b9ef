import { describe, expect, it } from '@jest/globals';
import { openProgressBar } from './progress-bar.js';

const open = (isTTY: boolean, columns = 60) => {
  const written: string[] = [];
  const bar = openProgressBar({ isTTY, columns, write: (text) => written.push(text) });
  return { bar, written };
};

describe('openProgressBar', () => {
  it('redraws one line on a terminal if something changed, and removes it', () => {
    const { bar, written } = open(true);
    bar.update(0, 2, 'a: waiting', 0.5);
    bar.update(0, 2, 'a: waiting', 0.5);
    bar.update(1, 2, 'x'.repeat(100), 1);
    bar.done();
    bar.done();
    expect(written[0]).toBe('\r\u001b[2K██████░░░░░░░░░░░░░░░░░░ 0/2  a: waiting');
    expect(written[1]?.length).toBeLessThan(65);
    expect(written.slice(2)).toEqual(['\r\u001b[2K']);
  });

  it('draws on a terminal that does not know its width', () => {
    const { bar, written } = open(true, 0);
    bar.update(1, 2, 'a: scored');
    expect(written).toEqual(['\r\u001b[2K████████████░░░░░░░░░░░░ 1/2  a: scored']);
  });

  it('writes one line for each that is done elsewhere', () => {
    const { bar, written } = open(false);
    bar.update(0, 2, 'a: waiting');
    bar.update(1, 2, 'a: scored\u001b[2J');
    bar.update(1, 2, 'b: waiting', 1.9);
    bar.update(2, 2, 'b: scored');
    bar.done();
    expect(written).toEqual(['[1/2] a: scored[2J\n', '[2/2] b: scored\n']);
  });
});
