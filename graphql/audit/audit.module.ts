import type { GraphqlModule } from '../graphql-module.js';
import { AuditResolver } from './audit.resolver.js';

declare module '../../src/scope/global-id.js' {
  interface NodeTypes {
    AuditEntry: true;
  }
}

export const auditGraphql: GraphqlModule = {
  resolvers: [AuditResolver],
};
