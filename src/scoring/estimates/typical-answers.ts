import type { Uses } from '../../scope/scope.js';

/** Statistics of an organization's answers. */
export interface TypicalAnswers {
  /** Of the runs whose policy asks a panel about borderline answers, the share in which it was asked, 0 to 1. */
  readonly borderlineShare: number;
  /** Share of the output limit that answers use, 0 to 1. */
  readonly outputShare: number;
}

/** A smaller sample says nothing. */
const MIN_KNOWN = 20;
/** Share that is assumed until the sample is large enough. */
const ASSUMED = 0.25;

interface Row {
  readonly panels: number;
  readonly borderline: number;
  readonly answers: number;
  readonly share: number | null;
}

const known = (share: number, of: number): number => (of < MIN_KNOWN ? ASSUMED : Math.min(1, share));

/** From the organization's last 200 runs and their answers; a quarter each while the sample is smaller than 20. */
export const typicalAnswers = async ({ reads }: Uses<'reads'>): Promise<TypicalAnswers> => {
  const [row] = await reads.read<Row>({
    name: 'typical_answers',
    text: `with recent as (select id, spec, flags from run where status = 'SCORED' order by id desc limit 200),
      answered as (
        select ((a.usage->>'outputText')::float8 + (a.usage->>'outputReasoning')::float8)
          / nullif((r.spec#>>'{parameters,maxOutputTokens}')::float8, 0) as share
        from recent r join attempt a on a.run_id = r.id where a.status = 'ANSWERED' and a.usage is not null
      )
      select (select count(*)::int from answered) as answers, (select avg(share) from answered) as share,
        (count(*) filter (where 'PANEL' = any(flags)))::int as panels, count(*)::int as borderline
      from recent where spec#>>'{panel,when}' = 'BORDERLINE'`,
    values: [],
  });
  const { panels, borderline, answers, share } = row ?? { panels: 0, borderline: 0, answers: 0, share: null };
  return { borderlineShare: known(panels / borderline, borderline), outputShare: known(share ?? 0, answers) };
};
