import { countOf } from '../../../text/count-of.js';
import type { Client } from '../client/client.js';
import { formatBar } from '../terminal/format-figures.js';
import type { PrintOptions } from '../terminal/print-options.js';
import { padText, printable } from '../terminal/text-layout.js';

/** Figures of one representative by one rubric. */
export const REP_SUMMARY = `query RepSummary($filter: AnalyticsFilter!) {
  analytics {
    representativeSummaries(filter: $filter, first: 1) {
      meanOverall
      counts { scored unscored invalid failed }
      dimensions { dimension mean scored }
    }
  }
  rubrics(first: 100) { edges { node { key scale { min max } dimensions { key name } } } }
}`;

export interface RepSummary {
  readonly counts: Readonly<Record<'scored' | 'unscored' | 'invalid' | 'failed', number>>;
  /** Null where nothing was scored. */
  readonly meanOverall: number | null;
  readonly dimensions: readonly { readonly dimension: string; readonly mean: number | null; readonly scored: number }[];
}

interface Rubric {
  readonly key: string;
  readonly scale: { readonly min: number; readonly max: number };
  readonly dimensions: readonly { readonly key: string; readonly name: string }[];
}

interface Answer {
  readonly analytics: { readonly representativeSummaries: readonly RepSummary[] };
  readonly rubrics: { readonly edges: readonly { readonly node: Rubric }[] };
}

const NOTHING: RepSummary = {
  counts: { scored: 0, unscored: 0, invalid: 0, failed: 0 },
  meanOverall: null,
  dimensions: [],
};

/** What is printed of a representative: the figures, with the rubric's names and scale. @throws CallError */
export const readSummary = async (
  client: Client,
  representativeId: string,
  rubric: string,
): Promise<RepSummary & { readonly scale: Rubric['scale']; readonly names: Readonly<Record<string, string>> }> => {
  const filter = { representativeId, rubric };
  const { analytics, rubrics } = await client.query<Answer>(REP_SUMMARY, { filter });
  const version = rubrics.edges.map(({ node }) => node).find(({ key }) => key === rubric);
  const names = Object.fromEntries((version?.dimensions ?? []).map(({ key, name }) => [key, name]));
  return { ...(analytics.representativeSummaries[0] ?? NOTHING), scale: version?.scale ?? { min: 0, max: 5 }, names };
};

type Shown = Awaited<ReturnType<typeof readSummary>>;

const countsLine = ({ scored, unscored, invalid, failed }: RepSummary['counts']): string =>
  [countOf(scored, 'scored call'), `${unscored} unscored`, `${invalid} invalid`, `${failed} failed`].join(', ');

const meanLine = (label: string, mean: number | null, scored: number, { min, max }: Shown['scale']): string => {
  if (mean === null) return `${padText(label, 14)}–`;
  return `${padText(label, 14)}${mean.toFixed(2)} / ${max}  ${formatBar((mean - min) / (max - min))}  of ${countOf(scored, 'call')}`;
};

const advice = ({ dimensions, names }: Shown): string[] => {
  const known = dimensions.flatMap(({ dimension, mean }) => (mean === null ? [] : [{ dimension, mean }]));
  const [lowest] = known.toSorted((a, b) => a.mean - b.mean);
  return lowest ? ['', `Lowest: ${names[lowest.dimension] ?? lowest.dimension}.`] : [];
};

/** A representative's figures for people. */
export const summaryLines = (name: string, rubric: string, summary: Shown, { style }: PrintOptions): string[] => {
  const { counts, meanOverall, dimensions, scale, names } = summary;
  return [
    style.bold(printable(name)),
    `By ${rubric}: ${countsLine(counts)}`,
    '',
    style.bold(meanLine('Overall', meanOverall, counts.scored, scale)),
    ...dimensions.map(({ dimension, mean, scored }) => meanLine(names[dimension] ?? dimension, mean, scored, scale)),
    ...advice(summary),
  ];
};
