import type { JudgeOutput } from 'debrief/plugin-api';
import { jsonPointer } from './json-pointer.js';

export interface WrittenText {
  /** JSON pointer to it. */
  readonly path: string;
  readonly text: string;
}

/** What the judge wrote for people to read: rationale, strengths, advice, summary. Quotes and examples are not among it. */
export const writtenTexts = ({ dimensions, coaching }: JudgeOutput): readonly WrittenText[] => [
  ...Object.entries(dimensions).map(([key, { rationale }]) => ({
    path: jsonPointer('dimensions', key, 'rationale'),
    text: rationale,
  })),
  ...coaching.strengths.map(({ text }, at) => ({ path: jsonPointer('coaching', 'strengths', at, 'text'), text })),
  ...coaching.improvements.map(({ advice }, at) => ({
    path: jsonPointer('coaching', 'improvements', at, 'advice'),
    text: advice,
  })),
  { path: '/coaching/summary', text: coaching.summary },
];

/** What stands in quotation marks is the transcript's language. */
export const withoutQuotes = (text: string): string => text.replace(/["“„«][^"“”„«»]{0,400}["”“»]/g, ' ');
