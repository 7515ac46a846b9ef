/** Largest raw file that is read: 10 MiB. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** Most cues of one file. */
export const MAX_CUES = 100_000;
/**
 * Most lines of one file. JSON is not read by lines and may have more: there each word may have several.
 */
export const MAX_LINES = 450_000;
/** Most calls of one file. */
export const MAX_CALLS = 1_000;
/** Most characters of speech of one file. */
export const MAX_SPEECH_CHARACTERS = 2_000_000;
