import type { EvidenceFloor, EvidenceKind } from '../plugin-api/index.js';
import type { ChatBody } from './fake-openai.js';

/** A turn as the prompt shows it. */
export interface PromptTurn {
  readonly i: number;
  readonly speaker: string;
  readonly role: string;
  /** Whether this is the representative who is scored; present only if several speak. */
  readonly subject?: boolean;
  readonly text: string;
}

/** What a request asks about a dimension, read from its schema and its instructions. */
export interface AskedDimension {
  readonly key: string;
  readonly weight: number;
  readonly levels: readonly number[];
  readonly kinds: readonly EvidenceKind[];
  readonly floors: readonly EvidenceFloor[];
  /** Whether a missing score must be explained beside it. */
  readonly explainsNull: boolean;
}

/** The fenced data: turns, at the top or under `transcript`. */
interface DataBlock {
  readonly turns?: readonly PromptTurn[];
  readonly transcript?: { readonly turns?: readonly PromptTurn[] };
  /** Passages found in a long call, instead of its turns. */
  readonly passages?: readonly PromptTurn[];
}

const FENCED = /^<<<DATA ([^>\n]{1,100})>>>\n([\s\S]*?)\n<<<END \1>>>$/gm;

const textOf = ({ messages }: ChatBody, role: string): string =>
  messages
    .filter((message) => message.role === role)
    .map(({ content }) => content)
    .join('\n');

/** Turns from the data blocks of a prompt: JSON between `<<<DATA nonce>>>` and `<<<END nonce>>>`. */
export const readPromptTurns = (body: ChatBody): readonly PromptTurn[] => {
  const blocks = [...textOf(body, 'user').matchAll(FENCED)].map((match) => JSON.parse(match[2] ?? '{}') as DataBlock);
  return blocks.flatMap(({ transcript, turns, passages }) => transcript?.turns ?? turns ?? passages ?? []);
};

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly (string | number)[];
}

const follow = (root: Schema, schema: Schema | undefined): Schema | undefined =>
  schema?.$ref === undefined ? schema : root.$defs?.[schema.$ref.replace('#/$defs/', '')];

const levelsOf = (score: Schema | undefined): readonly number[] =>
  (score?.anyOf ?? []).flatMap((option) => (option.enum ?? []).filter((level) => typeof level === 'number'));

/** How the instructions word what a floor counts. */
const NEEDS = [
  [/(\d+) rep_questions?/, 'rep_question'],
  [/(\d+) rep_statements?/, 'rep_statement'],
  [/(\d+) customer_responses?/, 'customer_response'],
  [/(\d+) customer_responses? that contains a number/, 'customer_response_with_number'],
  [/(\d+) pieces? of evidence/, 'any_kind'],
] as const;

const readFloor = (min: number, text: string): EvidenceFloor => ({
  min,
  ...Object.fromEntries(
    text.split(', ').flatMap((need) => {
      const found = [...NEEDS].reverse().find(([pattern]) => pattern.test(need));
      return found ? [[found[1], Number(found[0].exec(need)?.[1])]] : [];
    }),
  ),
});

const floorsIn = (section: string): EvidenceFloor[] =>
  [...section.matchAll(/^- a score of ([\d.]+) or more: at least (.+)$/gm)].map(([, min, text]) =>
    readFloor(Number(min), text ?? ''),
  );

/** From the field of the request, or from the instructions for endpoints without that field. */
const schemaOf = (body: ChatBody): Schema => {
  const own = body.response_format?.json_schema?.schema;
  const written = /^\{"type":"object",.+\}$/m.exec(textOf(body, 'system'))?.[0];
  return (own ?? JSON.parse(written ?? '{}')) as Schema;
};

/** Dimensions and kinds of passages if the request asks for evidence instead of scores; otherwise null. */
export const readExtraction = (body: ChatBody): { dimensions: readonly string[]; kinds: readonly string[] } | null => {
  const root = schemaOf(body);
  const passage = root.properties?.passages?.items?.properties;
  const texts = (schema: Schema | undefined): string[] =>
    (schema?.enum ?? []).filter((value) => typeof value === 'string');
  return passage ? { dimensions: texts(passage.dimension), kinds: texts(passage.kind) } : null;
};

/** The dimensions of a request in the order of its schema. */
export const readDimensions = (body: ChatBody): readonly AskedDimension[] => {
  const root = schemaOf(body);
  const instructions = textOf(body, 'system');
  const sections = instructions.split(/^### /m).map((section) => section.split(/^## /m)[0] ?? '');
  const weights = /^Weights: (.+)\.$/m.exec(instructions)?.[1] ?? '';
  return Object.entries(root.properties?.dimensions?.properties ?? {}).map(([key, reference]) => {
    const { properties = {} } = follow(root, reference) ?? {};
    const kind = follow(root, properties.evidence?.items)?.properties?.kind;
    return {
      key,
      weight: Number(new RegExp(`(?:^|, )${key} ([\\d.]+)`).exec(weights)?.[1] ?? 1),
      levels: levelsOf(properties.score),
      kinds: (kind?.enum ?? []) as readonly EvidenceKind[],
      floors: floorsIn(sections.find((section) => section.includes(`(key: ${key};`)) ?? ''),
      explainsNull: 'unscored_reason' in properties,
    };
  });
};
