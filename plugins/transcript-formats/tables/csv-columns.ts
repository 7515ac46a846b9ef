import type { TimeUnit } from '../shared/time-unit.js';

export interface Columns {
  readonly text: number;
  readonly speaker: number | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly role: number | null;
  readonly email: number | null;
  readonly company: number | null;
  /** Id of the call that a row belongs to. */
  readonly call: number | null;
  /** Title of that call. */
  readonly title: number | null;
  /** Id or number of the utterance. */
  readonly id: number | null;
  /** Who judged the utterance, in files of research: it is then listed once for each judge. */
  readonly annotator: number | null;
  readonly confidence: number | null;
  readonly language: number | null;
  /** Unit of bare numbers, where a header names one (`start_ms`). */
  readonly unit: TimeUnit | null;
}

/** Header words in order of preference; compared without case, blanks and punctuation. */
const HEADERS = {
  text:
    'text,utterance,utterance text,content,transcript,transcript text,transcription,message,message text,sentence,body,speech,dialogue,dialog,' +
    'unit,caption,words,turn text,spoken text,line text,verbatim,said,texto,texte',
  speaker:
    'speaker name,speaker,speaker label,spkr,participant,participant name,interlocutor,name,who,sender,person,user name,speaker id,talker,' +
    'spoken by,party,agent,role,channel,sprecher,sprecherin,locuteur,hablante',
  start:
    'start,start time,begin,begin time,in,st time,time in,start timestamp,timestamp start,timestamp,time,timecode,offset,from,begin offset,start offset,time stamp,anfang,beginn,inicio',
  end: 'end,end time,stop,stop time,out,en time,time out,end timestamp,timestamp end,to,finish,end offset,ende,fin',
  role: 'role,speaker role,participant role,speaker type,affiliation,side',
  email: 'email,speaker email,e-mail,email address',
  company: 'company,organization,organisation,speaker company,account',
  call: 'call id,conversation id,meeting id,transcript id,session id,dialogue id,dialog id,interaction id,recording id,call sid,call uuid,call number,call no,call,conversation,file name,filename,recording',
  title: 'title,call title,meeting title,video title,call name,meeting name,topic,subject',
  id: 'utterance id,utterance number,turn id,turn number,turn,segment id,row id,index,line,line number,id',
  annotator: 'annotator,annotator id,rater,rater id,coder,coder id,judge',
  confidence: 'confidence,asr confidence,confidence score,conf',
  language: 'language,lang,language code',
} as const;

export type Field = keyof typeof HEADERS;

/** Longer cells are words spoken, not headers. */
const MAX_HEADER = 40;

const normalizeHeader = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const UNIT = /(?:in)?(milliseconds|millis|msec|ms|seconds|secs|sec|s)$/;

const synonyms = Object.fromEntries(
  Object.entries(HEADERS).map(([field, words]) => [field, words.split(',').map(normalizeHeader)]),
) as unknown as Record<Field, string[]>;

const withoutUnit = (header: string): string => header.replace(UNIT, '');

/** Whether the values below a header fit its meaning. */
type ColumnCheck = (field: Field, column: number) => boolean;

function findColumn(headers: readonly string[], field: Field, fits: (column: number) => boolean): number | null {
  const timed = field === 'start' || field === 'end';
  for (const word of synonyms[field]) {
    const at = headers.findIndex(
      (header, column) => (header === word || (timed && withoutUnit(header) === word)) && fits(column),
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

const isHeader = (row: readonly string[]): boolean =>
  row.length >= 2 && row.every((cell) => cell.length <= MAX_HEADER && !/: |\n/.test(cell));

/** Which column means what, by the header's words, or null if no column can hold the words spoken. */
export function readColumns(header: readonly string[], canHold: ColumnCheck = () => true): Columns | null {
  if (!isHeader(header)) return null;
  const headers = header.map(normalizeHeader);
  const taken = new Set<number>();
  const take = (field: Field): number | null => {
    const column = findColumn(headers, field, (at) => !taken.has(at) && canHold(field, at));
    if (column !== null) taken.add(column);
    return column;
  };
  const text = take('text');
  if (text === null) return null;
  const speaker = take('speaker');
  const [start, end] = [take('start'), take('end')];
  const unit = statedUnit(headers, [start, end]);
  const [role, email, company, call] = [take('role'), take('email'), take('company'), take('call')];
  const [id, annotator, title] = [take('id'), take('annotator'), take('title')];
  const [confidence, language] = [take('confidence'), take('language')];
  return { text, speaker, start, end, role, email, company, call, title, id, annotator, confidence, language, unit };
}

/** Position of the first column whose header means a field, whatever else the table holds; null if there is none. */
export const columnFor = (header: readonly string[], field: Field): number | null =>
  findColumn(header.map(normalizeHeader), field, () => true);
