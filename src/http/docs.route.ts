import type { Express } from 'express';

/** `/docs/errors`: what each code means, where the `helpUrl` of an error points. */
export const mountDocs = (app: Express, errorsFile: string): void => {
  app.get('/docs/errors', (_request, response) => {
    response.type('text/plain').sendFile(errorsFile);
  });
};
