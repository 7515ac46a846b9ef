import { reproductionBundle } from '../scoring/replay/reproduction-bundle.js';
import { fromGlobalId } from '../scope/global-id.js';
import type { RouteOptions } from './upload.route.js';

/** `GET /runs/:id/bundle`: everything that the result of a run follows from, as one JSON document; `debrief replay` reads it. */
export const mountBundles = ({ app, authenticator, openScope }: RouteOptions): void => {
  app.get('/runs/:id/bundle', async (request, response) => {
    const identity = await authenticator.authenticate(request.headers.authorization);
    const scope = openScope(identity, response.get('x-request-id') ?? null);
    const id = fromGlobalId('Run', request.params.id);
    const bundle = await reproductionBundle(scope, id);
    response
      .attachment(`run-${id}.json`)
      .set({ 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' })
      .json(bundle);
  });
};
