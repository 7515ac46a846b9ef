import type { MetricValue, NormalizedTranscript, TranscriptMetric } from '../../plugin-api/transcript.js';

const measured = (metric: TranscriptMetric, transcript: NormalizedTranscript) => {
  const { name } = metric;
  try {
    return Object.entries(metric.measure(transcript)).map(([key, value]) => [`${name}/${key}`, value] as const);
  } catch (error) {
    // Recorded in place of the figures: the transcript can be read and scored without them.
    const reason = error instanceof Error ? error.message.slice(0, 200) : 'unknown fault';
    return [[`${name}/failed`, { outcome: 'UNAVAILABLE', reason } as const] as const];
  }
};

/** Figures of a transcript by `metric/figure`; a metric that fails has the reason in place of its figures. */
export const measureTranscript = (
  transcript: NormalizedTranscript,
  metrics: readonly TranscriptMetric[],
): Record<string, MetricValue> => Object.fromEntries(metrics.flatMap((metric) => measured(metric, transcript)));
