const MAX_MS = 15 * 60_000;

/** Time to the next question how a batch stands: ever longer, half as long as it has been there; no shorter than `shortestMs`. */
export const nextPollMs = (ageMs: number, shortestMs: number): number =>
  Math.round(Math.max(shortestMs, Math.min(ageMs / 2, MAX_MS)));

/** The same after exchanges that failed in a row; what the service asked for counts where it is longer. */
export const pauseAfterFailure = (failures: number, askedMs: number, shortestMs: number): number =>
  Math.round(Math.max(askedMs, Math.min(shortestMs * 2 ** (failures - 1), MAX_MS)));
