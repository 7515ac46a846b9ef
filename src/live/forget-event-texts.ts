import type { EntityManager } from '@mikro-orm/postgresql';

/** Takes the messages out of past events of deleted things, in the caller's transaction; their places in the sequence stay. */
export const forgetEventTexts = async (
  em: EntityManager,
  organizationId: string,
  subjectIds: readonly string[],
): Promise<void> => {
  await em.execute(
    `update event set payload = jsonb_set(payload, '{errorMessage}', '"deleted"')
     where organization_id = ? and subject_id in (?) and jsonb_typeof(payload->'errorMessage') = 'string'`,
    [organizationId, subjectIds],
  );
};
