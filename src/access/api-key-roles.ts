/** What the holder of a key may be. */
export const API_KEY_ROLES = ['ADMIN', 'ANALYST', 'SERVICE'] as const;

export type ApiKeyRole = (typeof API_KEY_ROLES)[number];
