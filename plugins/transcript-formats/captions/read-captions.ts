import type { Cue, ParsedMetadata } from 'debrief/plugin-api';
import { captionDialect } from './caption-dialect.js';
import { readGraphMetadata } from './graph-metadata.js';
import { readLabeledCues } from './read-labeled-cues.js';
import { readVoiceCues } from './read-voice-cues.js';
import { unrollCaptions } from './rolling-captions.js';
import type { TimedBlock } from './tokenize-cues.js';
import { readWebexCues } from './webex-captions.js';

export interface CaptionReading {
  readonly cues: readonly Cue[];
  readonly metadata: ParsedMetadata;
}

/** Who says what in captions, in whichever way they have their speakers. Zero-length and reversed times stay as they are. */
export function readCaptions(source: string, blocks: readonly TimedBlock[]): CaptionReading {
  switch (captionDialect(source, blocks)) {
    case 'GRAPH_METADATA':
      return readGraphMetadata(source, blocks);
    case 'VOICES':
      return { cues: readVoiceCues(source, blocks), metadata: {} };
    case 'WEBEX':
      return { cues: readWebexCues(source, blocks), metadata: {} };
    case 'ROLLING':
      return { cues: readLabeledCues(unrollCaptions(blocks)), metadata: {} };
    case 'LABELS':
      return { cues: readLabeledCues(blocks), metadata: {} };
  }
}
