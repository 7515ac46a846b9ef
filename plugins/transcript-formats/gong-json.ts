import type {
  Cue,
  ParsedMetadata,
  ParsedParticipant,
  ParseHints,
  ParseResult,
  ParseWarning,
  TranscriptParser,
  TranscriptSource,
} from 'debrief/plugin-api';
import { findGong, type GongCall, type GongSentence, type GongTranscript } from './gong-shape.js';
import { spanValue, stringSpans, type Span } from './json-strings.js';
import { parsed, refused } from './results.js';
import { countWords, sniffTimeUnit, type TimeUnit } from './time-unit.js';

/** Ids of up to 20 digits lose their last ones as JSON numbers, and two speakers would become one. */
const quoteBigIds = (text: string): string =>
  text.replace(/("(?:speakerId|callId|id|userId|primaryUserId)"\s{0,20}:\s{0,20})(\d{15,20})(?!\d)/g, '$1"$2"');

/** How far the order of a document may differ from the order of its sentences before a sentence counts as not found. */
const LOOK_AHEAD = 200;

/** The span of each sentence's words in the source. */
function spansInOrder(source: string, sentences: readonly GongSentence[]): Span[] {
  const spans = stringSpans(source, 'text');
  const values = spans.map((span) => spanValue(source, span));
  let next = 0;
  let last: Span = [0, 0];
  return sentences.map(({ text }) => {
    const ahead = values.slice(next, next + LOOK_AHEAD).indexOf(text);
    if (ahead >= 0) {
      last = spans[next + ahead] ?? last;
      next += ahead + 1;
    }
    return last;
  });
}

const toMs = (time: number | null, unit: TimeUnit): number | null =>
  time === null ? null : Math.round(unit === 's' ? time * 1000 : time);

function readCues(source: string, transcript: GongTranscript, unit: TimeUnit): Cue[] {
  const sentences = transcript.monologues.flatMap((monologue) => monologue.sentences);
  const spans = spansInOrder(source, sentences);
  let at = 0;
  return transcript.monologues.flatMap(({ speakerId, sentences: own }) =>
    own.map(({ text, start, end }): Cue => {
      const offset = spans[at] ?? [0, 0];
      at += 1;
      return { speaker: speakerId, text, startMs: toMs(start, unit), endMs: toMs(end, unit), offset };
    }),
  );
}

function readUnit(transcript: GongTranscript, hints: ParseHints): TimeUnit {
  const sentences = transcript.monologues.flatMap((monologue) => monologue.sentences);
  const times = sentences.flatMap(({ start, end }) => [start, end]).filter((time) => time !== null);
  const words = sentences.reduce((sum, { text }) => sum + countWords(text), 0);
  return hints.timeUnit ?? sniffTimeUnit(times, words, 'ms');
}

const participantsOf = (call: GongCall | null): ParsedParticipant[] =>
  (call?.parties ?? []).flatMap(({ speakerId, name, email, affiliation, company }) =>
    speakerId === null
      ? []
      : [
          {
            label: speakerId,
            ...(name ? { name } : {}),
            ...(email ? { email } : {}),
            ...(company ? { affiliation: company } : {}),
            ...(affiliation === 'Internal' ? { role: 'REP' as const } : {}),
            ...(affiliation === 'External' ? { role: 'CUSTOMER' as const } : {}),
          },
        ],
  );

const metadataOf = (transcript: GongTranscript, call: GongCall | null): ParsedMetadata => ({
  ...(call?.title ? { title: call.title } : {}),
  ...(call?.started ? { startedAt: call.started } : {}),
  ...(call?.durationS != null ? { durationMs: Math.round(call.durationS * 1000) } : {}),
  ...(call?.language && !/^(?:und|zxx)$/.test(call.language) ? { language: call.language } : {}),
  ...(transcript.callId === null ? {} : { externalRef: transcript.callId }),
});

function warningsOf(call: GongCall | null, unit: TimeUnit): ParseWarning[] {
  const warnings: ParseWarning[] = [];
  if (!call) {
    warnings.push({
      code: 'SPEAKERS_UNNAMED',
      message:
        'The transcript has speaker ids only. Join it with the answer of calls/extensive in one document to give names and sides.',
    });
  }
  if (unit === 's')
    warnings.push({
      code: 'TIME_UNIT_SECONDS',
      message: 'Times were read as seconds: as milliseconds nobody could speak so fast.',
    });
  return warnings;
}

function parse({ text }: TranscriptSource, hints: ParseHints): ParseResult {
  let document: unknown;
  try {
    document = JSON.parse(quoteBigIds(text));
  } catch {
    return refused('FORMAT_INVALID', 'The file is not valid JSON: it is cut off or damaged.');
  }
  const { transcripts, calls } = findGong(document);
  const [transcript] = transcripts;
  if (!transcript) return refused('FORMAT_INVALID', 'The JSON holds no `callTranscripts` with a transcript.');
  if (transcripts.length > 1) {
    return refused(
      'FORMAT_UNSUPPORTED',
      `The file holds ${transcripts.length} calls. Split it into one file per call.`,
    );
  }
  const call =
    calls.find(({ id }) => id !== null && id === transcript.callId) ?? (calls.length === 1 ? (calls[0] ?? null) : null);
  const unit = readUnit(transcript, hints);
  return parsed(readCues(text, transcript, unit), {
    participants: participantsOf(call),
    metadata: metadataOf(transcript, call),
    warnings: warningsOf(call, unit),
  });
}

/** Gong's `/v2/calls/transcript`, alone or in one document with `/v2/calls/extensive`. */
export const gongJson: TranscriptParser = {
  format: 'gong-json',
  description: 'Gong API transcript (JSON), alone or joined with calls/extensive',
  detect: ({ text }) => (/^[\s\uFEFF]{0,200}[{[]/.test(text) && text.includes('"callTranscripts"') ? 0.98 : 0),
  parse,
};
