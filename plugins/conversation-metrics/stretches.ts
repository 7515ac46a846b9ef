import type { Segment } from './speech-segments.js';

/** What somebody says while another goes on speaking, and shorter than this, takes no turn. */
const INTERJECTION_MS = 1_000;

const isInterjection = (segment: Segment, current: Segment): boolean =>
  segment.person !== current.person &&
  segment.endMs - segment.startMs < INTERJECTION_MS &&
  segment.startMs >= current.startMs &&
  segment.endMs <= current.endMs;

/** Neighboring segments of one person as one stretch; interjections (`mm-hm`) neither count nor break one. Segments come by start. */
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
