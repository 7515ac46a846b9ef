import type { CaptionKind } from './readers.js';

const WORDS =
  'we the price call team next week really think about how your data product is it so yes no right maybe plan invoice customer report system order returns budget decision'.split(
    ' ',
  );
const NAMES = ['Dana Whitfield', 'Priya Nair', 'Tomás Vega', 'Lena Brandt'];

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

function clock(ms: number, point: string): string {
  const seconds = Math.floor(ms / 1000);
  const whole = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${whole}${point}${String(ms % 1000).padStart(3, '0')}`;
}

export interface GeneratedCaptions {
  readonly text: string;
  readonly cues: number;
}

/** How ids and payloads of cues are written. */
interface Style {
  readonly signature: string;
  readonly point: string;
  readonly id: (at: number) => string;
  readonly payload: (name: string, words: string) => string;
}

const numbered = (signature: string, point: string): Style => ({
  signature,
  point,
  id: (at) => String(at + 1),
  payload: (name, words) => `${name}: ${words}`,
});

const STYLES: Readonly<Record<CaptionKind | 'teams', Style>> = {
  vtt: numbered('WEBVTT\n\n', '.'),
  srt: numbered('', ','),
  teams: {
    signature: 'WEBVTT\n\n',
    point: '.',
    id: (at) => `3f2504e0-4f89-41d3-9a0c-${String(at).padStart(12, '0')}/${at}-0`,
    payload: (name, words) => `<v ${name}>${words}</v>`,
  },
};

/** The clock restarts here: only damaged files have three digits of hours. */
const MAX_MS = 95 * 3_600_000;

/**
 * A well-formed file of about `bytes` bytes that every library can read: speakers, numbers, blank lines, times that only grow. The same seed
 * gives the same file.
 */
export function generateCaptions(kind: CaptionKind | 'teams', bytes: number, seed = 7): GeneratedCaptions {
  const random = seededRandom(seed);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  const { signature, point, id, payload } = STYLES[kind];
  const pieces = [signature];
  let length = signature.length;
  let startMs = 0;
  for (let at = 0; length < bytes; at += 1) {
    const endMs = startMs + 900 + Math.floor(random() * 5000);
    const words = Array.from({ length: 4 + Math.floor(random() * (kind === 'teams' ? 8 : 16)) }, () => pick(WORDS));
    const text = payload(pick(NAMES), `${words.join(' ')}.`);
    const cue = `${id(at)}\n${clock(startMs, point)} --> ${clock(endMs, point)}\n${text}\n\n`;
    pieces.push(cue);
    length += cue.length;
    startMs = endMs > MAX_MS ? 0 : endMs;
  }
  return { text: pieces.join(''), cues: pieces.length - 1 };
}
