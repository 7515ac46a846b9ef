const TICK_MS = 100;

/**
 * For how many seconds this process could work until `event`. Where server and client are both in it, a machine that
 * does not let it run halts this clock as it halts theirs.
 */
export const secondsUntil = async (event: Promise<unknown>): Promise<number> => {
  let ticks = 0;
  const clock = setInterval(() => (ticks += 1), TICK_MS);
  await event.finally(() => clearInterval(clock));
  return (ticks * TICK_MS) / 1_000;
};
