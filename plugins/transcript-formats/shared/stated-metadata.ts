import type { ParsedMetadata } from 'debrief/plugin-api';

type Stated = { readonly [Key in keyof ParsedMetadata]?: ParsedMetadata[Key] | null };

/** Metadata of what a file states; what it leaves null is left out. */
export const statedMetadata = ({ title, startedAt, durationMs, language, externalRef }: Stated): ParsedMetadata => ({
  ...(title == null ? {} : { title }),
  ...(startedAt == null ? {} : { startedAt }),
  ...(durationMs == null ? {} : { durationMs }),
  ...(language == null ? {} : { language }),
  ...(externalRef == null ? {} : { externalRef }),
});
