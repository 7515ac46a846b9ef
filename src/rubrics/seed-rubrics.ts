import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../errors/app-error.js';
import type { Rubric } from '../plugin-api/index.js';
import { RubricVersion } from './rubric-version.entity.js';

const hashOf = (rubric: Rubric): string => createHash('sha256').update(JSON.stringify(rubric)).digest('hex');

/**
 * Enters the rubrics that plugins ship; run as the owner. A version that is there stays as it is.
 * @throws AppError PLUGIN_INVALID where a plugin changed a rubric without raising its version
 */
export const seedRubrics = async (em: EntityManager, rubrics: readonly Rubric[]): Promise<void> => {
  for (const rubric of rubrics) {
    const { key, version, name } = rubric;
    const hash = hashOf(rubric);
    const known = await em.findOne(RubricVersion, { key, version });
    if (known && known.hash !== hash) {
      throw new AppError('PLUGIN_INVALID', `Rubric ${key} version ${version} was changed. Raise its version instead.`);
    }
    if (!known) em.persist(em.create(RubricVersion, { id: uuidv7(), key, version, name, document: rubric, hash }));
  }
  await em.flush();
};
