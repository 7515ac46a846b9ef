import { uploadsById } from '../../src/transcripts/uploads/upload-reads.js';
import { loadOne } from '../loaders.js';

export const uploadLoader = loadOne(uploadsById);
