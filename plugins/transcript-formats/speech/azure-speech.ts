import { TELEPHONY } from '../shared/families.js';
import { conversationsOf, readAzureConversations } from './azure-conversation.js';
import { phrasesOf, readAzurePhrases } from './azure-phrases.js';
import { jsonParser } from '../json/json-parser.js';

/** Azure Speech: batch transcription, also in its twin with capitalized keys, and conversations as its language service takes them. */
export const azureSpeech = jsonParser({
  format: 'azure-speech',
  description: 'Azure Speech batch transcription or conversation (JSON)',
  family: TELEPHONY,
  claims: (root) => (phrasesOf(root).length > 0 || conversationsOf(root).length > 0 ? 0.97 : 0),
  read: (document) =>
    phrasesOf(document.root).length > 0 ? readAzurePhrases(document) : readAzureConversations(document),
});
