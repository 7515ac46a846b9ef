import { cleanUnicode } from '../../text/clean-unicode.js';

export type Side = 'REP' | 'CUSTOMER';

/** What a speaker's label tells of the person. */
export interface SpeakerLabel {
  /** The label as written, cleaned of hidden characters and runs of blanks. */
  readonly label: string;
  /** Without decorations, lower case: spellings of one person share it. */
  readonly key: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly affiliation: string | null;
  /** Side that a word of the label names: `REP`, `Prospect 2`, `Dana (Sales Rep)`. */
  readonly side: Side | null;
  /** EXTERNAL for `(Guest)` and `[External]`, HOST for `(Host)`, from the viewpoint of the recording side. */
  readonly mark: 'EXTERNAL' | 'HOST' | null;
}

const MAX_LABEL = 200;
const REP_WORDS =
  'sales representative|sales rep|sales agent|sales person|salesperson|sales executive|sales engineer|sales advisor|sales consultant|sales manager|account executive|account manager|solutions? engineer|solutions? consultant|customer success manager|customer success|customer support|representative|rep|seller|agent|advisor|adviser|salesman|saleswoman|closer|vendor|sales|sdr|bdr|ae|csm';
const CUSTOMER_WORDS = 'customer|prospect|client|buyer|decision maker|caller|lead|member|purchaser|shopper';

/** The whole label, apart from a number or a letter: `Rep`, `Customer 2`, `AGENT_A`. */
const WHOLE = new RegExp(`^(?:the )?(?:(${REP_WORDS})|(${CUSTOMER_WORDS}))(?:[ _#-]{0,2}(?:\\d{1,3}|[a-z]))?$`, 'i');
/** The word before a name: `PROSPECT_MIKE`, `Customer - Sarah`, `Sales Rep Dana`. Words that begin ordinary titles (`Lead Engineer`) need a separator. */
const PREFIX = new RegExp(
  `^(?:(?:(${REP_WORDS})|(${CUSTOMER_WORDS}))\\s?[_:/–-]\\s?|(?:(sales rep|rep|seller|agent|ae|sdr|bdr)|(customer|prospect|client|buyer)) )(?=\\p{L})(.{2,})$`,
  'iu',
);

const GENERIC =
  /^(?:unknown(?: speaker)?|unidentified(?: speaker)?|speaker|spk|participant|user|assistant|person|voice|channel|guest|host|caller|system|male|female|interviewer|interviewee|[a-z])?[\s_#-]{0,2}(?:\d{1,24}|[a-z])?$/i;
const PRONOUNS = /^(?:(?:he|she|they|him|her|them|his|hers|theirs|any|all)\s?[/,]?\s?){2,3}(?:pronouns)?$/i;
const EMAIL = /[^\s<>()[\]|,;:"]{1,64}@[^\s<>()[\]|,;:"@]{1,190}\.[a-z]{2,24}/i;
const NOT_A_FIRST_NAME =
  /^(?:inc|llc|ltd|corp|gmbh|jr|sr|ii|iii|iv|phd|md|mba|esq|ceo|cfo|coo|cto|cmo|vp|svp|director|manager|founder|president)\b/i;

interface Decorated {
  bare: string;
  affiliation: string | null;
  side: Side | null;
  mark: SpeakerLabel['mark'];
}

function readSide(text: string): Side | null {
  const found = WHOLE.exec(text.trim());
  if (!found) return null;
  return found[1] === undefined ? 'CUSTOMER' : 'REP';
}

function applyDecoration(decorated: Decorated, content: string): void {
  const text = content.trim();
  const side = readSide(text);
  if (/^(?:guest|guest user|external|unverified|external user)$/i.test(text)) decorated.mark = 'EXTERNAL';
  else if (/^(?:host|co-host|me|you|organizer|internal|host, me|me, host)$/i.test(text)) decorated.mark ??= 'HOST';
  else if (side) decorated.side ??= side;
  else if (text !== '' && !PRONOUNS.test(text) && !text.includes('@')) decorated.affiliation ??= text;
}

/** Takes `(…)`, `[…]`, `| …`, `@ …` and ` - …` off the end of a label, one after the other. */
function stripDecorations(label: string): Decorated {
  const decorated: Decorated = { bare: label, affiliation: null, side: null, mark: null };
  for (let round = 0; round < 4; round += 1) {
    const found =
      /^(.*\S)\s*[([]([^()[\]]{1,80})[)\]]$/.exec(decorated.bare) ??
      /^(.*\S)\s?\|\s?([^|]{1,80})$/.exec(decorated.bare) ??
      /^(.*\S)\s@\s?([^@]{1,80})$/.exec(decorated.bare) ??
      /^(.*\S)\s[-–—]\s([^–—]{1,80})$/.exec(decorated.bare);
    if (found?.[1] === undefined || found[2] === undefined || readSide(found[1]) !== null) break;
    decorated.bare = found[1];
    applyDecoration(decorated, found[2]);
  }
  return decorated;
}

const titleCase = (name: string): string =>
  name === name.toUpperCase()
    ? name.toLowerCase().replace(/(?<![\p{L}'’])\p{L}/gu, (letter) => letter.toUpperCase())
    : name;

/** `Whitfield, Dana` becomes `Dana Whitfield`; `Sarah Mitchell, CEO` loses what follows the comma. */
function orderName(name: string): string {
  const found = /^([^,]{1,60}),\s*([^,]{1,60})$/.exec(name);
  if (found?.[1] === undefined || found[2] === undefined) return name;
  return NOT_A_FIRST_NAME.test(found[2]) ? found[1] : `${found[2]} ${found[1]}`;
}

function readName(bare: string, isSideOnly: boolean): string | null {
  if (
    isSideOnly ||
    GENERIC.test(bare) ||
    bare.includes('@') ||
    !/\p{L}/u.test(bare) ||
    /^[0-9a-f-]{32,36}$/i.test(bare)
  )
    return null;
  return orderName(bare).trim() || null;
}

/** Reads a label into name, organization, side and marks. Pure; looks at the first 200 characters. */
export function readSpeakerLabel(written: string): SpeakerLabel {
  const label = cleanUnicode(written).normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, MAX_LABEL).toWellFormed();
  const email = EMAIL.exec(label)?.[0] ?? null;
  const stripped =
    email === label
      ? label
      : label
          .replace(email ?? '\u0000', '')
          .replace(/[<([]\s*[>)\]]/g, '')
          .trim() || label;
  const { bare, affiliation, side, mark } = stripDecorations(stripped);
  const prefix = readSide(bare) === null ? PREFIX.exec(bare) : null;
  const prefixed: Side | null = prefix ? ((prefix[1] ?? prefix[3]) === undefined ? 'CUSTOMER' : 'REP') : null;
  const own = prefix?.[5] === undefined ? bare : titleCase(prefix[5].replaceAll('_', ' ').trim());
  const named = readSide(bare);
  const name = readName(own, named !== null);
  return { label, key: orderName(bare).toLowerCase(), name, email, affiliation, side: side ?? named ?? prefixed, mark };
}
