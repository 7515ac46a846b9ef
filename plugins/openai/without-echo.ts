import { ProviderError, type ModelRequest } from 'debrief/plugin-api';

/** So many characters in a row of what was sent are no coincidence. */
const ECHO = 24;
/** Parts of keys are told apart from words from this length on. */
const KEY_PART = 6;

const echoAt = (message: string, contents: readonly string[]): number => {
  for (let at = 0; at + ECHO <= message.length; at += 1) {
    const piece = message.slice(at, at + ECHO);
    if (contents.some((content) => content.includes(piece))) return at;
  }
  return -1;
};

/** Services show a key they refuse, masked in the middle or not at all. */
const withoutKey = (message: string, key: string): string =>
  message
    .split(/(\s+)/)
    .map((word) => {
      const shows = word.includes(key.slice(0, KEY_PART)) || word.includes(key.slice(-KEY_PART));
      return key.length >= KEY_PART && shows ? '[key]' : word;
    })
    .join('');

/**
 * Endpoints like to repeat in an error what they were sent: the transcript, or the key. Messages are stored and logged,
 * so neither may stand in them.
 */
export const withoutEcho = (error: ProviderError, request: ModelRequest, key: string | null): ProviderError => {
  const kept = key === null ? error.message : withoutKey(error.message, key);
  const data = request.messages.map(({ content }) => content);
  const at = echoAt(kept, data);
  const { cause: _cause, ...options } = error.options; // it holds what was sent
  return new ProviderError(error.code, at === -1 ? kept : `${kept.slice(0, at)}…`, options);
};
