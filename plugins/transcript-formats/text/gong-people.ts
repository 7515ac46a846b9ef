import type { ParsedParticipant } from 'debrief/plugin-api';

interface Listed {
  readonly name: string;
  readonly affiliation: string | null;
  readonly role: 'REP' | 'CUSTOMER';
}

const LEGAL_FORM = /,\s*(?:inc|llc|ltd|corp|gmbh|co|plc|pty|s\.?a|ag|bv|llp)\b\.?[^,]{0,12}$/i;
const MAX_LIST = 300;

const firstWord = (name: string): string => name.trim().split(/\s+/, 1)[0]?.toLowerCase() ?? '';
const fold = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

/** `Name, Job title` is a person; a line without a comma is a company, unless somebody on the call bears its first word as a name. */
function isPerson(line: string, at: number, callNames: ReadonlySet<string>, customer: string | null): boolean {
  if (LEGAL_FORM.test(line) || (customer !== null && fold(line) === fold(customer))) return false;
  return line.includes(',') || (at > 0 && callNames.has(firstWord(line)));
}

/** Reads the list of participants. The first company is the one that recorded the call. */
function readList(lines: readonly string[], callNames: ReadonlySet<string>, customer: string | null): Listed[] {
  const listed: Listed[] = [];
  let company: string | null = null;
  let companies = 0;
  lines.slice(0, MAX_LIST).forEach((written, at) => {
    const line = written.trim().slice(0, 200);
    if (isPerson(line, at, callNames, customer)) {
      const role = companies <= 1 ? 'REP' : 'CUSTOMER';
      listed.push({ name: (line.split(',', 1)[0] ?? '').trim(), affiliation: company, role });
    } else {
      company = line;
      companies += 1;
    }
  });
  return companies === 0 ? [] : listed;
}

/** The one person whom a label means: by the whole name, else by the first one; null where that is nobody or several. */
function match(label: string, listed: readonly Listed[]): Listed | null {
  const whole = listed.filter(({ name }) => fold(name) === fold(label));
  const found = whole.length > 0 ? whole : listed.filter(({ name }) => firstWord(name) === fold(label));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/**
 * What the page says of the people who speak: full name, company, and the side that follows from the company. `labels` are those of the turns,
 * mostly first names; `customer` is the company that the page names in its head. A first name that two people bear stays as it is, without company or side.
 */
export function readGongPeople(
  list: readonly string[],
  labels: readonly string[],
  customer: string | null,
): ParsedParticipant[] {
  const distinct = [...new Set(labels)];
  const listed = readList(list, new Set(distinct.map(firstWord)), customer);
  return distinct.flatMap((label): ParsedParticipant[] => {
    const person = match(label, listed);
    if (!person) return [];
    const { name, affiliation, role } = person;
    return [{ label, name, role, ...(affiliation === null ? {} : { affiliation }) }];
  });
}
