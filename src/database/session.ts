/** Who is looking, for row-level security. */
export interface Viewer {
  readonly actorKind: 'API_KEY' | 'SYSTEM';
  /** Id of the API key; null for the system. */
  readonly actorId: string | null;
  readonly role: 'ADMIN' | 'ANALYST' | 'SERVICE' | 'SYSTEM';
  /** The representative that the viewer is, where it is one. */
  readonly representativeId: string | null;
  readonly teamIds: readonly string[];
}

/** What the database knows about a transaction: every policy decides by it. */
export interface Session {
  readonly organizationId: string;
  /** Null where there is none: policies that ask for a viewer then show no row. */
  readonly viewer: Viewer | null;
}

/** The settings that carry a session, to be set for one transaction. */
export const sessionVariables = ({ organizationId, viewer }: Session) => ({
  'app.organization_id': organizationId,
  'app.viewer': viewer === null ? '' : JSON.stringify(viewer),
});

/**
 * SQL: the viewer as jsonb, for a policy; its fields are those of `Viewer`. Null without a viewer, also on a pooled connection,
 * where the setting is empty and not absent after its first transaction.
 */
export const VIEWER = `nullif(current_setting('app.viewer', true), '')::jsonb`;
