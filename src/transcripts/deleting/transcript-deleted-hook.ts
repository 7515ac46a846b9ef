import { declareHook } from '../../scope/hook.js';

/** Transcripts are being deleted, in the caller's transaction; listeners delete what they made of them, and answer its ids. */
export const transcriptDeletedHook = declareHook<
  'em',
  { readonly transcriptIds: readonly string[] },
  readonly string[]
>('transcripts.deleted');
