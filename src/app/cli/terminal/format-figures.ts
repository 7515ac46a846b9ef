/** What a run cost, as the API answers it. */
export interface Cost {
  /** Decimal; null if the price is unknown. */
  readonly amount: string | null;
  readonly currency: string;
  readonly status: string;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `07:03`, or `1:07:03` from one hour on. */
export const formatClock = (ms: number): string => {
  const seconds = Math.floor(ms / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const clock = `${two(minutes)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${clock}` : clock;
};

/** Seconds with about two significant digits: `0.12`, `3.4`, `87`. */
export const formatSeconds = (ms: number): string => {
  const seconds = ms / 1_000;
  if (seconds < 1) return seconds.toFixed(2);
  return seconds < 60 ? seconds.toFixed(1) : seconds.toFixed(0);
};

/** `0 USD`, `0.0379 USD`, or `unknown`: an unknown price is not 0. */
export const formatCost = ({ amount, currency, status }: Cost): string => {
  if (amount === null) return 'unknown';
  return `${status === 'ESTIMATED' ? '~' : ''}${amount} ${currency}`;
};

/** `██████░░░░`: a share of a scale as a bar. */
export const formatBar = (share: number, cells = 10): string => {
  const full = Math.round(Math.min(1, Math.max(0, share)) * cells);
  return '█'.repeat(full) + '░'.repeat(cells - full);
};
