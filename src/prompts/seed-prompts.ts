import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../errors/app-error.js';
import type { BasePrompt } from '../plugin-api/index.js';
import { PromptVersion } from './prompt-version.entity.js';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Enters the base prompts that plugins ship, published; run as the owner. A version that is there stays as it is.
 * @throws AppError PLUGIN_INVALID where a plugin changed a prompt without raising its number
 */
export const seedPrompts = async (em: EntityManager, prompts: readonly BasePrompt[]): Promise<void> => {
  for (const { key, number, text, commitMessage } of prompts) {
    const hash = hashOf(text);
    const known = await em.findOne(PromptVersion, { promptKey: key, number });
    if (known && known.hash !== hash) {
      throw new AppError('PLUGIN_INVALID', `Prompt ${key} version ${number} was changed. Raise its number instead.`);
    }
    const version = { id: uuidv7(), promptKey: key, number, status: 'PUBLISHED' as const, text, hash, commitMessage };
    if (!known) em.persist(em.create(PromptVersion, version));
  }
  await em.flush();
};
