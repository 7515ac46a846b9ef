import { isGraphMetadata } from './graph-metadata.js';
import { hasVoiceTag } from './read-payload.js';
import { isRolling } from './rolling-captions.js';
import type { TimedBlock } from './tokenize-cues.js';
import { isWebexId } from './webex-captions.js';

/** Where captions have their speakers, if they have any. */
export type CaptionDialect =
  /** JSON payloads of Microsoft Graph. */
  | 'GRAPH_METADATA'
  /** `<v Name>`: Teams, podcasts. */
  | 'VOICES'
  /** In the cues' ids. */
  | 'WEBEX'
  /** Automatic captions that repeat each line; changes of speaker are marked at best. */
  | 'ROLLING'
  /** `Name: text`, or nothing: Zoom, subtitles. */
  | 'LABELS';

const SAMPLE = 20;

function isWebex(blocks: readonly TimedBlock[]): boolean {
  const sample = blocks.slice(0, SAMPLE);
  return sample.length > 0 && sample.filter(({ id }) => isWebexId(id)).length >= sample.length / 2;
}

/** Tells apart what tools make of captions, by what stands in the cues. */
export function captionDialect(source: string, blocks: readonly TimedBlock[]): CaptionDialect {
  if (isGraphMetadata(blocks)) return 'GRAPH_METADATA';
  if (hasVoiceTag(source)) return 'VOICES';
  if (isWebex(blocks)) return 'WEBEX';
  return isRolling(blocks) ? 'ROLLING' : 'LABELS';
}
