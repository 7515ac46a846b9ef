import { rubricVersionsById, rubricVersionsByKey } from '../../src/rubrics/rubric-reads.js';
import { loadOne, loadOneBy } from '../loaders.js';

export const rubricVersionByIdLoader = loadOne(rubricVersionsById);
/** By `key@version`. */
export const rubricVersionLoader = loadOneBy(rubricVersionsByKey, ({ key, version }) => `${key}@${version}`);
