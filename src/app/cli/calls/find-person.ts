import { CallError } from '../client/call-error.js';
import type { Client } from '../client/client.js';

export interface Named {
  readonly id: string;
  readonly name: string;
}

type Kind = 'representatives' | 'companies';

const find = (kind: Kind): string => `query Find($search: String!) {
  ${kind}(filter: { search: $search }, first: 50) { edges { node { id name } } }
}`;

export const FIND_REPRESENTATIVES = find('representatives');
export const FIND_COMPANIES = find('companies');

const NOUNS: Readonly<Record<Kind, string>> = { representatives: 'representative', companies: 'company' };

const fold = (text: string): string => text.trim().toLowerCase();

const theOne = (kind: Kind, wanted: string, found: readonly Named[]): Named => {
  const exact = found.filter(({ name }) => fold(name) === fold(wanted));
  const fitting = exact.length > 0 ? exact : found;
  const [only] = fitting;
  if (only && fitting.length === 1) return only;
  if (!only)
    throw new CallError('NOT_FOUND', `There is no ${NOUNS[kind]} "${wanted}". \`debrief list\` shows who there is.`);
  const names = fitting.slice(0, 10).map(({ name }) => `"${name}"`);
  throw new CallError('BAD_USER_INPUT', `Several fit "${wanted}": ${names.join(', ')}. Give the whole name.`);
};

const findNamed = async (client: Client, kind: Kind, wanted: string): Promise<Named> => {
  const document = kind === 'representatives' ? FIND_REPRESENTATIVES : FIND_COMPANIES;
  type Answer = Partial<Record<Kind, { readonly edges: readonly { readonly node: Named }[] }>>;
  const data = await client.query<Answer>(document, { search: wanted.trim() });
  return theOne(
    kind,
    wanted,
    (data[kind]?.edges ?? []).map(({ node }) => node),
  );
};

/** The representative of that name, or of a name that holds it. @throws CallError NOT_FOUND, BAD_USER_INPUT where several fit */
export const findRepresentative = (client: Client, name: string): Promise<Named> =>
  findNamed(client, 'representatives', name);

/** The company of that name, or of a name that holds it. @throws CallError NOT_FOUND, BAD_USER_INPUT where several fit */
export const findCompany = (client: Client, name: string): Promise<Named> => findNamed(client, 'companies', name);
