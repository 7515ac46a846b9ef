import type { Quality as StoredQuality } from '../../src/transcripts/quality.js';
import type { Context } from '../context.js';
import type { Quality } from './quality.type.js';

/** A quality with what the policy in force makes of each issue; without those that it passes. */
export const asQuality = async (
  { loaders, scope }: Context,
  quality: StoredQuality | null | undefined,
): Promise<Quality | null> => {
  if (!quality) return null;
  const policy = await loaders.ingestionPolicy.load(scope.organizationId);
  const issues = quality.issues.map((issue) => ({ ...issue, action: policy?.quality[issue.code] ?? 'WARN' }));
  return { score: quality.score, issues: issues.filter(({ action }) => action !== 'PASS') };
};
