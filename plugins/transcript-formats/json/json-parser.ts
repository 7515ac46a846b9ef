import type {
  CallPart,
  Cue,
  ParsedMetadata,
  ParsedParticipant,
  ParseHints,
  ParseResult,
  ParseWarning,
  TranscriptParser,
} from 'debrief/plugin-api';
import { type JsonDocument, jsonOf } from './read-json.js';
import { parsed, callFileName, refused } from '../shared/results.js';
import type { Fields } from './json-fields.js';
import { findLists, findNodes, type JsonValues, jsonValuesOf } from './json-values.js';

export const NOT_JSON = 'The file is not valid JSON: it is cut off or damaged. Export it again.';

interface JsonFormat extends Omit<TranscriptParser, 'detect' | 'parse'> {
  /** How sure a document is of this format, 0 to 1. Must not throw on any JSON. */
  readonly detect: (root: unknown) => number;
  /** Must not throw on any JSON. */
  readonly read: (document: JsonDocument, hints: ParseHints) => ParseResult;
}

/** A parser of a format that is JSON: other content is not claimed, and refused. */
export const jsonParser = ({ detect, read, ...declared }: JsonFormat): TranscriptParser => ({
  ...declared,
  detect: (source) => {
    const document = jsonOf(source);
    return document === null ? 0 : detect(document.root);
  },
  parse: (source, hints) => {
    const document = jsonOf(source);
    return document === null ? refused('FORMAT_INVALID', NOT_JSON) : read(document, hints);
  },
});

/** What was read out of one call. */
interface CallReading {
  readonly cues: readonly Cue[];
  readonly participants?: readonly ParsedParticipant[];
  readonly metadata?: ParsedMetadata;
  readonly warnings?: readonly ParseWarning[];
}

/** A JSON format in which each call is an object with keys of its own. */
interface CallFormat extends Pick<TranscriptParser, 'format' | 'description' | 'family'> {
  /** How sure a file with such an object is this format, 0 to 1. */
  readonly confidence: number;
  /** What the object must hold, for the message where a file has none: `a list "sentences" with speakers`. */
  readonly needs: string;
  readonly isCall: (node: Fields) => boolean;
  /** Key of the call's list of utterances, if a file may hold that list alone. */
  readonly listKey?: string;
  readonly titleOf: (call: Fields) => Pick<ParsedMetadata, 'title' | 'externalRef'>;
  read(call: Fields, json: JsonValues, hints: ParseHints): CallReading;
}

const CUT_OFF: ParseWarning = {
  code: 'FILE_CUT_OFF',
  message: 'The last record of the file breaks off; it was left out.',
};

/** The warnings, with one more if the file breaks off. */
export const withTruncationWarning = (
  { cutOff }: JsonValues,
  warnings: readonly ParseWarning[] = [],
): readonly ParseWarning[] => (cutOff ? [...warnings, CUT_OFF] : warnings);

function partOf({ format, titleOf }: CallFormat, call: Fields, at: number): CallPart {
  const metadata = titleOf(call);
  return { fileName: callFileName(metadata.externalRef, at, 'json'), text: JSON.stringify(call), format, metadata };
}

/** The calls of a file; if it has none, lists of utterances that were taken out of a call. */
function callsIn({ isCall, listKey }: CallFormat, { values }: JsonValues): readonly Fields[] {
  const calls = findNodes(values, isCall);
  if (calls.length > 0 || listKey === undefined) return calls;
  return findLists(values, (items) => isCall({ [listKey]: items })).map(({ items }) => ({ [listKey]: items }));
}

/** A parser of a JSON format. Several calls in one file become files of their own. */
export function callParser(spec: CallFormat): TranscriptParser {
  const parse: TranscriptParser['parse'] = (source, hints): ParseResult => {
    const json = jsonValuesOf(source);
    if (!json) return refused('FORMAT_INVALID', NOT_JSON);
    const calls = callsIn(spec, json);
    const [call] = calls;
    if (!call) return refused('FORMAT_INVALID', `The JSON has no transcript of this kind: it needs ${spec.needs}.`);
    if (calls.length > 1) return { outcome: 'SPLIT', calls: calls.map((one, at) => partOf(spec, one, at)) };
    const { cues, warnings, ...rest } = spec.read(call, json, hints);
    return parsed(cues, { ...rest, warnings: withTruncationWarning(json, warnings) });
  };
  return {
    format: spec.format,
    description: spec.description,
    ...(spec.family === undefined ? {} : { family: spec.family }),
    detect: (source) => {
      const json = jsonValuesOf(source);
      return json && callsIn(spec, json).length > 0 ? spec.confidence : 0;
    },
    parse,
  };
}
