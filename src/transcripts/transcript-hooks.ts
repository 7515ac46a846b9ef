import { declareHook } from '../scope/hook.js';

/** Right after the commit that made a transcript ready whose scoring was asked for: scoring may begin without the queue. */
export const transcriptReadHook = declareHook<
  'em' | 'actor' | 'queue' | 'live' | 'plugins' | 'settings' | 'requestId' | 'now',
  { readonly transcriptId: string }
>('transcripts.read');
