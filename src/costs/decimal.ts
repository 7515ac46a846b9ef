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

/** Decimal string of an integer that counts 10^-`scale`, without trailing zeros: `(37905500000n, 12)` is `0.0379055`. */
export const formatDecimal = (value: bigint, scale: number): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const sign = value < 0n ? '-' : '';
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
};

/** Decimal string of an amount in pico-USD, without trailing zeros: `0.0379055`, `0`. */
export const formatUsd = (pusd: bigint): string => formatDecimal(pusd, 12);
