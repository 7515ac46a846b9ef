import { declareHook } from '../scope/hook.js';
import type { Uses } from '../scope/scope.js';

/** Right after the commit that made a transcript ready whose scoring was asked for: scoring may begin without the queue. */
export const transcriptReadHook = declareHook<
  'em' | 'actor' | 'queue' | 'live' | 'plugins' | 'settings' | 'requestId' | 'now',
  { readonly transcriptId: string }
>('transcripts.read');

export interface RepresentativeChange {
  readonly transcriptId: string;
  /** Null where no representative is known. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Another representative is the one scored; listeners move what they attributed, and answer how many runs that were. */
export const representativeChangedHook = declareHook<'em', RepresentativeChange, number>(
  'transcripts.representativeChanged',
);

/** @returns how many runs were attributed to another representative, in the caller's transaction */
export const changeRepresentative = async (
  { em, organizationId, hooks }: Uses<'em' | 'hooks'>,
  change: RepresentativeChange,
): Promise<number> => {
  if (change.from === change.to) return 0;
  const counts = await hooks.run(representativeChangedHook, { em, organizationId }, change);
  return counts.reduce((sum, count) => sum + count, 0);
};

/** Another company is the customer of a transcript; listeners move what they attributed. */
export const companyChangedHook = declareHook<
  'em',
  { readonly transcriptId: string; readonly companyId: string | null }
>('transcripts.companyChanged');
