import type { NormalizedTranscript, Turn } from 'debrief/plugin-api';

export type Side = 'REP' | 'CUSTOMER';

/** A stretch of speech of one person of a known side. */
export interface Segment {
  readonly side: Side;
  readonly person: number;
  readonly startMs: number;
  readonly endMs: number;
}

export interface Speech {
  /** By start. */
  readonly segments: readonly Segment[];
  /** Length of the call in ms. */
  readonly durationMs: number;
  /** True where the file has no times and each turn got the time that its words take. */
  readonly estimated: boolean;
}

/** Pace of ordinary speech, from which the times of a call without times are estimated. */
const WORDS_PER_MINUTE = 150;

export const countWords = (text: string): number => text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;

export const sideOf = ({ participants }: NormalizedTranscript, { participant }: Turn): Side | null => {
  const role = participants[participant]?.role;
  return role === 'REP' || role === 'CUSTOMER' ? role : null;
};

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** The timed pieces of a turn; null if one of them has no time. */
const spansOf = ({ cues, startMs, endMs }: Turn): Span[] | null => {
  const pieces = cues ?? [{ startMs, endMs }];
  const known = pieces.flatMap((piece) =>
    piece.startMs === null || piece.endMs === null ? [] : [{ startMs: piece.startMs, endMs: piece.endMs }],
  );
  return known.length === pieces.length ? known : null;
};

type TimedTurn = readonly [turn: Turn, spans: readonly Span[]];

const layOut = (turns: readonly Turn[]): TimedTurn[] => {
  let at = 0;
  return turns.map((turn): TimedTurn => {
    const startMs = at;
    at += Math.round((countWords(turn.text) / WORDS_PER_MINUTE) * 60_000);
    return [turn, [{ startMs, endMs: at }]];
  });
};

const measured = (turns: readonly Turn[]): TimedTurn[] | null => {
  const timed = turns.flatMap((turn): TimedTurn[] => {
    const spans = spansOf(turn);
    return spans === null ? [] : [[turn, spans]];
  });
  return timed.length === turns.length ? timed : null;
};

/** Who speaks when. If any time is missing, all times are estimated from words: partial times would favor the people who have them. */
export const speechOf = (transcript: NormalizedTranscript): Speech => {
  const real = measured(transcript.turns);
  const timed = real ?? layOut(transcript.turns);
  const segments = timed.flatMap(([turn, spans]) => {
    const side = sideOf(transcript, turn);
    return side === null ? [] : spans.map((span): Segment => ({ ...span, side, person: turn.participant }));
  });
  const last = timed.reduce((latest, [, spans]) => spans.reduce((end, { endMs }) => Math.max(end, endMs), latest), 0);
  return {
    segments: segments.toSorted((a, b) => a.startMs - b.startMs),
    durationMs: transcript.durationMs ?? last,
    estimated: real === null,
  };
};

/** Speech within another person's speech that is shorter than this is not a turn. */
const INTERJECTION_MS = 1_000;

const isInterjection = (segment: Segment, current: Segment): boolean =>
  segment.person !== current.person &&
  segment.endMs - segment.startMs < INTERJECTION_MS &&
  segment.startMs >= current.startMs &&
  segment.endMs <= current.endMs;

/** Joins neighboring segments of one person to a stretch; interjections (`mm-hm`) neither count nor split one. Segments must be sorted by start. */
export const stretchesOf = (segments: readonly Segment[]): Segment[] => {
  const stretches: Segment[] = [];
  for (const segment of segments) {
    const current = stretches.at(-1);
    if (!current) stretches.push(segment);
    else if (current.person === segment.person) {
      stretches[stretches.length - 1] = { ...current, endMs: Math.max(current.endMs, segment.endMs) };
    } else if (!isInterjection(segment, current)) stretches.push(segment);
  }
  return stretches;
};

/** Milliseconds in which at least one of the segments runs. */
export const coveredMs = (segments: readonly Segment[]): number => {
  let covered = 0;
  let until = -Infinity;
  for (const { startMs, endMs } of segments) {
    covered += Math.max(0, endMs - Math.max(startMs, until));
    until = Math.max(until, endMs);
  }
  return covered;
};
