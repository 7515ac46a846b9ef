import { describe, expect, it } from '@jest/globals';
import { printOptions, terminalStyle } from './print-options.js';

describe('terminalStyle', () => {
  it('colors on a terminal, whatever the standard output is', () => {
    const { red, bold } = terminalStyle({ isTTY: true }, {});
    expect(red('no')).toBe('\u001b[31mno\u001b[39m');
    expect(bold('ok')).toBe('\u001b[1mok\u001b[22m');
    expect(red('')).toBe('');
  });

  it.each([
    ['off a terminal', false, {}],
    ['with NO_COLOR', true, { NO_COLOR: '1' }],
    ['on a dumb terminal', true, { TERM: 'dumb' }],
  ])('leaves the text alone %s', (_where, isTTY, env) => {
    expect(terminalStyle({ isTTY }, env).red('no')).toBe('no');
  });
});

describe('printOptions', () => {
  it.each([
    [undefined, 80],
    [0, 80],
    [72, 72],
    [20, 40],
    [300, 100],
  ])('makes a terminal of %s columns %i wide', (columns, width) => {
    expect(printOptions(columns === undefined ? {} : { columns }).width).toBe(width);
  });
});
