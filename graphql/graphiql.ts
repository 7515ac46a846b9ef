import { gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';

const HEADERS_MARK = 'HEADERS_OF_THE_PAGE';

/** The key may be given behind `#` in the address: that part never leaves the browser. */
const HEADERS_FROM_ADDRESS = `JSON.stringify({ authorization: 'Bearer ' + ((location.hash.match(/^#(dbf_\\w+)$/) || [])[1] || 'PASTE_YOUR_KEY_HERE') }, null, 2)`;

const EXAMPLE = `# The key belongs into the headers below.
{
  transcripts(first: 8) {
    edges {
      node {
        title
        status
        representative { name }
        currentRun {
          status
          flags
          overall {
            ... on Scored { score }
            ... on Unscored { reason }
          }
          scores {
            dimension
            outcome {
              ... on Scored { value evidence { turn quote status } }
              ... on Unscored { reason }
            }
          }
        }
      }
    }
  }
}
`;

const render = async (): Promise<Buffer> => {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const page = renderGraphiQL({
    title: 'Debrief',
    endpoint: '/graphql',
    subscriptionsProtocol: 'WS',
    headers: HEADERS_MARK,
    defaultQuery: EXAMPLE,
  });
  return gzipSync(page.replace(`"${HEADERS_MARK}"`, () => HEADERS_FROM_ADDRESS));
};

/** A browser IDE, whole in one page and so offline too: rendered on first use, because it is large. */
export const graphiql = (): RequestHandler => {
  let page: Promise<Buffer> | null = null;
  return async (_request, response) => {
    page ??= render();
    response
      .type('html')
      .set('content-encoding', 'gzip')
      .send(await page);
  };
};
