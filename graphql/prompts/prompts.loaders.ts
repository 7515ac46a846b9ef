import { promptVersionsById } from '../../src/prompts/prompt-reads.js';
import { loadOne } from '../loaders.js';

export const promptVersionLoader = loadOne(promptVersionsById);
