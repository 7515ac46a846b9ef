import { defineEntity, p } from '@mikro-orm/postgresql';

export const PROMPT_VERSION_STATUSES = ['DRAFT', 'IN_REVIEW', 'PUBLISHED', 'ARCHIVED'] as const;
export type PromptVersionStatus = (typeof PROMPT_VERSION_STATUSES)[number];

/** A version of a base prompt. Platform table: every organization reads it, none writes it. A version never changes. */
const PromptVersionSchema = defineEntity({
  name: 'PromptVersion',
  tableName: 'platform_prompt_version',
  uniques: [{ name: 'platform_prompt_version_number', properties: ['promptKey', 'number'] }],
  properties: {
    id: p.uuid().primary(),
    promptKey: p.text(),
    number: p.integer(),
    status: p.text().$type<PromptVersionStatus>(),
    text: p.text(),
    /** SHA-256 of the text, hex. */
    hash: p.text(),
    commitMessage: p.text(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class PromptVersion extends PromptVersionSchema.class {}
PromptVersionSchema.setClass(PromptVersion);
