import type { MetricValue } from '../../src/plugin-api/index.js';
import type { TranscriptMetric } from './quality.type.js';

const asMetric = (name: string, metric: MetricValue): TranscriptMetric =>
  metric.outcome === 'MEASURED'
    ? {
        name,
        value: metric.value,
        unit: metric.unit,
        denominator: metric.denominator,
        estimated: metric.estimated ?? false,
        reason: null,
      }
    : { name, value: null, unit: null, denominator: null, estimated: false, reason: metric.reason };

/** Figures as a list, by name. */
export const asMetrics = (metrics: Readonly<Record<string, MetricValue>> | null | undefined): TranscriptMetric[] =>
  Object.entries(metrics ?? {})
    .map(([name, metric]) => asMetric(name, metric))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
