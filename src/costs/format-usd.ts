import { formatDecimal } from './format-decimal.js';

/** Decimal string of an amount in pico-USD, without trailing zeros: `0.0379055`, `0`. */
export const formatUsd = (pusd: bigint): string => formatDecimal(pusd, 12);
