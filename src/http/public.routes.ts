import type { Express } from 'express';

export interface Health {
  /** Why the process cannot serve requests; empty if it can. */
  readonly problems: () => Promise<readonly string[]>;
}

/** `/livez` checks nothing; `/readyz` tells whether requests can be served, and why not. */
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

/** `/docs/errors`: the meaning of each code, to which the `helpUrl` of an error points. */
export const mountDocs = (app: Express, errorsFile: string): void => {
  app.get('/docs/errors', (_request, response) => {
    response.type('text/plain').sendFile(errorsFile);
  });
};
