import { writeFile } from 'node:fs/promises';
import { plainText } from '../../plugins/transcript-formats/text/plain-text.js';
import { buildSections } from '../../plugins/rubric-judge/build-sections.js';
import { basePrompt } from '../../plugins/rubric-judge/base-prompt.js';
import { spin } from '../../plugins/rubric-judge/spin.js';
import { responseSchemaFor, type JsonSchema, type ModelMessage } from '../../src/plugin-api/index.js';
import { assemblePrompt } from '../../src/scoring/prompts/assemble-prompt.js';
import { normalizeFile } from '../../src/transcripts/normalizing/normalize-file.js';

/** Questions for the other programs: the messages and the schema that the product sends. */
export interface Question {
  readonly schema: JsonSchema & Record<string, unknown>;
  readonly questions: readonly (readonly ModelMessage[])[];
}

const messagesOf = (text: string): readonly ModelMessage[] => {
  const read = normalizeFile(Buffer.from(text), { parsers: [plainText] });
  if (read.outcome !== 'NORMALIZED') throw new Error('a generated call cannot be read');
  const options = { rubric: spin, promptText: basePrompt.text, uiLanguage: 'en', judgeLanguages: null };
  return assemblePrompt(buildSections(read.transcript, options), 'bench0nonce').messages;
};

/** Writes the questions about these calls to a file for other processes. */
export const writeQuestions = async (file: string, texts: readonly string[]): Promise<void> => {
  const question = { schema: responseSchemaFor(spin), questions: texts.map(messagesOf) };
  await writeFile(file, JSON.stringify(question));
};
