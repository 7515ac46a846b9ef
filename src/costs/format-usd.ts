const PUSD_PER_USD = 1_000_000_000_000n;

/** Decimal string of an amount in pico-USD, without trailing zeros: `0.0379055`, `0`. */
export const formatUsd = (pusd: bigint): string => {
  const whole = pusd / PUSD_PER_USD;
  const fraction = (pusd % PUSD_PER_USD).toString().padStart(12, '0').replace(/0+$/, '');
  return fraction === '' ? whole.toString() : `${whole}.${fraction}`;
};
