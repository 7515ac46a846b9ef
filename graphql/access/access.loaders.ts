import { companiesById, representativesById } from '../../src/people/people-reads.js';
import { apiKeysById } from '../../src/access/api-keys.js';
import { loadOne } from '../loaders.js';

export const representativeLoader = loadOne(representativesById);
export const companyLoader = loadOne(companiesById);
export const apiKeyLoader = loadOne(apiKeysById);
