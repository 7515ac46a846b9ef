import type { TimeUnit } from './time-unit.js';

export interface Columns {
  readonly text: number;
  readonly speaker: number | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly role: number | null;
  readonly email: number | null;
  readonly company: number | null;
  readonly call: number | null;
  /** Unit of bare numbers, where a header names one (`start_ms`). */
  readonly unit: TimeUnit | null;
}

/** Header words in order of preference; compared without case, blanks and punctuation. */
const HEADERS = {
  text: 'text,utterance,content,transcript,transcription,message,sentence,body,speech,dialogue,dialog,unit,caption,words,turn text,spoken text,line text',
  speaker:
    'speaker,speaker name,speaker label,spkr,participant,participant name,interlocutor,name,who,sender,person,user name,speaker id,party,agent,role,channel',
  start: 'start,start time,begin,begin time,in,st time,time in,timestamp,time,timecode,offset,from,begin offset',
  end: 'end,end time,stop,stop time,out,en time,time out,to,finish,end offset',
  role: 'role,speaker role,participant role,speaker type,affiliation,side',
  email: 'email,speaker email,e-mail,email address',
  company: 'company,organization,organisation,speaker company,account',
  call: 'call id,conversation id,meeting id,transcript id,session id,dialogue id,call',
} as const;

type Field = keyof typeof HEADERS;

/** Longer cells are words spoken, not headers. */
const MAX_HEADER = 40;

const squash = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const UNIT = /(?:in)?(milliseconds|millis|msec|ms|seconds|secs|sec|s)$/;

const synonyms = Object.fromEntries(
  Object.entries(HEADERS).map(([field, words]) => [field, words.split(',').map(squash)]),
) as unknown as Record<Field, string[]>;

const withoutUnit = (header: string): string => header.replace(UNIT, '');

function findColumn(headers: readonly string[], field: Field, taken: ReadonlySet<number>): number | null {
  const timed = field === 'start' || field === 'end';
  for (const word of synonyms[field]) {
    const at = headers.findIndex(
      (header, column) => !taken.has(column) && (header === word || (timed && withoutUnit(header) === word)),
    );
    if (at >= 0) return at;
  }
  return null;
}

function statedUnit(headers: readonly string[], columns: readonly (number | null)[]): TimeUnit | null {
  for (const column of columns) {
    const header = column === null ? '' : (headers[column] ?? '');
    const unit = synonyms.start.includes(header) || synonyms.end.includes(header) ? undefined : UNIT.exec(header)?.[1];
    if (unit !== undefined) return unit.startsWith('m') ? 'ms' : 's';
  }
  return null;
}

/** Which column means what, by the header's words, or null where no column can hold the words spoken. */
export function readColumns(header: readonly string[]): Columns | null {
  const headers = header.map(squash);
  const taken = new Set<number>();
  const take = (field: Field): number | null => {
    const column = findColumn(headers, field, taken);
    if (column !== null) taken.add(column);
    return column;
  };
  const text = take('text');
  const isHeader = header.every((cell) => cell.length <= MAX_HEADER && !cell.includes(': '));
  if (text === null || headers.length < 2 || !isHeader) return null;
  const speaker = take('speaker');
  const [start, end, role] = [take('start'), take('end'), take('role')];
  const unit = statedUnit(headers, [start, end]);
  return { text, speaker, start, end, role, email: take('email'), company: take('company'), call: take('call'), unit };
}
