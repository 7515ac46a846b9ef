import type { Express } from 'express';

export interface Health {
  /** What keeps the process from serving; empty when it can. */
  readonly problems: () => Promise<readonly string[]>;
}

/** `/livez` asks nothing of anybody; `/readyz` says whether requests can be served, and why not. */
export const mountHealth = (app: Express, { problems }: Health): void => {
  app.get('/livez', (_request, response) => {
    response.json({ status: 'ok', name: 'debrief' });
  });
  app.get('/readyz', async (_request, response) => {
    const found = await problems();
    response
      .status(found.length === 0 ? 200 : 503)
      .json({ status: found.length === 0 ? 'ready' : 'not ready', problems: found });
  });
};
