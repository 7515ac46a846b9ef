const DECIMAL = /^(\d{1,12})(?:\.(\d{1,12}))?$/;

/**
 * A decimal string times 10^`scale` as an integer, never by way of a float: `('0.125', 6)` is 125,000.
 * @returns null for anything else than a plain amount, and for one with more than `scale` decimals
 */
export const parseDecimal = (text: string, scale: number): bigint | null => {
  const [, whole, fraction = ''] = DECIMAL.exec(text.trim()) ?? [];
  const digits = fraction.replace(/0+$/, '');
  if (whole === undefined || digits.length > scale) return null;
  return BigInt(whole + digits.padEnd(scale, '0'));
};
