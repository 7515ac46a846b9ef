import type { GraphqlModule } from '../graphql-module.js';
import { UploadFileResolver } from './upload-file.resolver.js';
import { UploadResolver } from './upload.resolver.js';
import { uploadLoader } from './uploads.loaders.js';

declare module '../../src/scope/global-id.js' {
  interface NodeTypes {
    Upload: true;
  }
}

export const uploadsGraphql: GraphqlModule = {
  resolvers: [UploadFileResolver, UploadResolver],
  nodes: {
    Upload: ({ loaders }, id) => loaders.load(uploadLoader, id),
  },
};
