/** Fewer tokens than this are no room for a scorecard. */
const LEAST_ROOM = 500;

const LIMITS = [
  /(?:valid )?range of max\w{0,20}tokens (?:is|should be) \[\d{1,9}, ?(\d{1,9})\]/i,
  /max\w{0,20}tokens`? must be less than or equal to `?(\d{1,9})/i,
  /> (\d{1,9}), which is the maximum allowed number of output tokens/i,
  /at most (\d{1,9}) completion tokens/i,
  /max\w{0,20}tokens.{0,60}(?:maximum|max|limit)(?: value)?(?: is| of)? (\d{1,9})/i,
];

const CONTEXT = /maximum context length is (\d{1,9}) tokens/i;
const IN_MESSAGES = /(\d{1,9}) in the messages/i;
const TOO_LONG =
  /context_length_exceeded|maximum context length|context (?:window|length|size)|prompt is too long|input is too long|too many (?:input )?tokens/i;

/** The most tokens that a model may answer with, as a refusal names them; null where it names none. */
export const outputLimitIn = (message: string): number | null => {
  const found = LIMITS.map((pattern) => pattern.exec(message)?.[1]).find((one) => one !== undefined);
  return found === undefined ? null : Number(found);
};

/** What a context that prompt and answer share leaves for the answer; null where the refusal does not say, or too little is left. */
export const roomIn = (message: string): number | null => {
  const [context, used] = [CONTEXT.exec(message)?.[1], IN_MESSAGES.exec(message)?.[1]];
  if (context === undefined || used === undefined) return null;
  const room = Number(context) - Number(used);
  return room >= LEAST_ROOM ? room : null;
};

/** Whether a refusal is about a prompt that is longer than the model's context. */
export const isTooLong = (code: string | null | undefined, message: string): boolean =>
  TOO_LONG.test(`${code ?? ''} ${message.slice(0, 1_000)}`);
