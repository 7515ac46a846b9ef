import type { PanelSpec, RunSpec } from '../../runs/run-spec.js';
import { BATCH_TIER } from '../calls/defer-call.js';
import { CHUNK_TOKENS, MAX_CHUNKS, MIN_CHUNK_TOKENS, OVERLAP_SHARE, OVERLAP_TURNS } from '../long-calls/plan-chunks.js';

/** How long a call is, in tokens. */
export interface CallSize {
  /** Of its turns, as a prompt has them. */
  readonly text: number;
  readonly turns: number;
  /** Of the rest of a prompt. */
  readonly instructions: number;
}

/** What decides how often models are asked about a call. */
export interface EstimateTerms {
  /** Model address. */
  readonly judge: string;
  /** True where the judge is asked within the process: it reads whole calls, and is never repeated. */
  readonly offline: boolean;
  /** True where the judge's first call goes by a batch. What the batch does not answer is called at the usual price. */
  readonly byBatch?: boolean;
  /** Longest prompt that the models may be given; Infinity for offline ones. */
  readonly budget: number;
  readonly panel: RunSpec['panel'];
  readonly repeat: RunSpec['repeat'];
  /** Share of the runs in which a panel for borderline answers is asked, 0 to 1. */
  readonly borderlineShare: number;
}

/** Calls of one kind: their expected number, which may be a fraction, and tokens of the prompt of each. */
export interface CallGroup {
  readonly model: string;
  readonly calls: number;
  readonly inputTokens: number;
  /** Tier of the prices; the usual one where left out. */
  readonly tier?: string;
}

export const VIEWS = ['least', 'expected', 'most'] as const;
export type View = (typeof VIEWS)[number];

/** The calls that one scoring makes in any case, is expected to make, and may make. */
export interface CallPlan extends Readonly<Record<View, readonly CallGroup[]>> {
  /** The run ends TRANSCRIPT_TOO_LONG before any call. */
  readonly tooLong: boolean;
}

const NOTHING: CallPlan = { tooLong: true, least: [], expected: [], most: [] };
/** Share of the text of a call that is expected to reach the judge as evidence if the call is read in parts. */
const FOUND_SHARE = 0.25;

interface Parts {
  readonly count: number;
  readonly inputTokens: number;
}

/** The parts in which a call is read; null where it goes out whole, and 'TOO_LONG' where it is not read at all. */
const partsOf = ({ text, turns, instructions }: CallSize, { budget }: EstimateTerms): Parts | 'TOO_LONG' | null => {
  if (text + instructions <= budget) return null;
  const room = Math.min(CHUNK_TOKENS, budget - instructions);
  if (room < MIN_CHUNK_TOKENS) return 'TOO_LONG';
  const overlap = Math.min((OVERLAP_TURNS * text) / Math.max(1, turns), OVERLAP_SHARE * room);
  const count = 1 + Math.max(0, Math.ceil((text - room) / (room - overlap)));
  if (count > MAX_CHUNKS) return 'TOO_LONG';
  return { count, inputTokens: Math.ceil(instructions + (text + (count - 1) * overlap) / count) };
};

/** How often the panel is asked about one scoring. */
const panelShare = (when: PanelSpec['when'], borderlineShare: number): Readonly<Record<View, number>> => {
  if (when === 'ALWAYS') return { least: 1, expected: 1, most: 1 };
  return { least: 0, expected: when === 'BORDERLINE' ? borderlineShare : 0, most: 1 };
};

const NEVER: Readonly<Record<View, number>> = { least: 0, expected: 0, most: 0 };

/** Repetitions that measure how stable the scores are. */
const repeatedCalls = ({ repeat, offline }: EstimateTerms): Readonly<Record<View, number>> => {
  if (!repeat || offline || repeat.share === 0) return NEVER;
  const more = repeat.times - 1;
  return { least: repeat.share === 1 ? more : 0, expected: repeat.share * more, most: more };
};

/**
 * The calls of one scoring under a policy, corrections and fallbacks aside: one to the judge, before it one for each part
 * of a call that is too long for it; one to each other member of a panel where it is asked; and the repetitions. A panel
 * for contested results is asked in a run of its own, which counts once in `most`.
 */
export const planCalls = (size: CallSize, terms: EstimateTerms): CallPlan => {
  const { judge, panel, borderlineShare } = terms;
  const parts = partsOf(size, terms);
  if (parts === 'TOO_LONG') return NOTHING;
  const whole = size.text + size.instructions;
  const found = Math.min(terms.budget, Math.ceil(size.instructions + FOUND_SHARE * size.text));
  const input = parts ? { least: size.instructions, expected: found, most: terms.budget } : undefined;
  const members = (panel?.models ?? []).filter((model) => model !== judge);
  const asked = panel ? panelShare(panel.when, borderlineShare) : NEVER;
  const repeats = repeatedCalls(terms);
  const viewOf = (view: View): readonly CallGroup[] => {
    const inputTokens = input?.[view] ?? whole;
    const batched = terms.byBatch === true && view !== 'most' ? 1 : 0;
    const runs = panel?.when === 'CONTESTED' && view === 'most' ? 2 : 1;
    return [
      ...(parts ? [{ model: judge, calls: runs * parts.count, inputTokens: parts.inputTokens }] : []),
      { model: judge, calls: batched, inputTokens, tier: BATCH_TIER },
      { model: judge, calls: runs + repeats[view] - batched, inputTokens },
      ...members.map((model) => ({ model, calls: asked[view], inputTokens })),
    ].filter(({ calls }) => calls > 0);
  };
  return { tooLong: false, least: viewOf('least'), expected: viewOf('expected'), most: viewOf('most') };
};
