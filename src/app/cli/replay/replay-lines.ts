import type { Difference, Replay } from '../../../scoring/replay/replay-run.js';
import type { ReproductionBundle } from '../../../scoring/replay/reproduction-bundle.js';
import { printable } from '../terminal/text-layout.js';

const MAX_SHOWN = 400;

const shortened = (text: string): string => (text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)} …`);

const linesOf = ({ path, stored, replayed }: Difference): string[] => [
  `  ${path}`,
  `    stored    ${shortened(stored)}`,
  `    replayed  ${shortened(replayed)}`,
];

const verdict = ({ hasResult, differences }: Replay, { result, attempts }: ReproductionBundle): string => {
  if (differences.length > 0)
    return `${differences.length} ${differences.length === 1 ? 'place differs' : 'places differ'}:`;
  if (!hasResult) return `The run ended ${result.status}, without an answer that could be judged: nothing to compare.`;
  return `The same, byte for byte: ${result.status} from ${attempts.length} stored ${attempts.length === 1 ? 'call' : 'calls'}.`;
};

/** The result of a replay, for people. */
export const replayLines = (replay: Replay, bundle: ReproductionBundle): string[] => {
  const { id, reusedFrom } = bundle.run;
  const versions = replay.otherVersions.map(
    ({ plugin, then, now }) => `  plugin ${plugin}: ${then ?? 'not there'} then, ${now ?? 'not there'} now`,
  );
  return [
    `Run ${id}${reusedFrom === null ? '' : `, with the result of run ${reusedFrom}`}`,
    verdict(replay, bundle),
    ...replay.differences.flatMap(linesOf),
    ...(versions.length > 0 ? ['Plugins have changed since:', ...versions] : []),
  ].map(printable);
};
