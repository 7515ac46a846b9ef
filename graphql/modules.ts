import { accessGraphql } from './access/access.module.js';
import { analyticsGraphql } from './analytics/analytics.module.js';
import { auditGraphql } from './audit/audit.module.js';
import { costsGraphql } from './costs/costs.module.js';
import type { GraphqlModule } from './graphql-module.js';
import { liveGraphql } from './live/live.module.js';
import { nodeGraphql } from './node/node.module.js';
import { pluginsGraphql } from './plugins/plugins.module.js';
import { profilesGraphql } from './profiles/profiles.module.js';
import { promptsGraphql } from './prompts/prompts.module.js';
import { providersGraphql } from './providers/providers.module.js';
import { rubricsGraphql } from './rubrics/rubrics.module.js';
import { runsGraphql } from './runs/runs.module.js';
import { transcriptsGraphql } from './transcripts/transcripts.module.js';
import { uploadsGraphql } from './uploads/uploads.module.js';

/** Every feature of the API. */
export const modules: readonly GraphqlModule[] = [
  accessGraphql,
  analyticsGraphql,
  auditGraphql,
  costsGraphql,
  liveGraphql,
  nodeGraphql,
  pluginsGraphql,
  profilesGraphql,
  promptsGraphql,
  providersGraphql,
  rubricsGraphql,
  runsGraphql,
  transcriptsGraphql,
  uploadsGraphql,
];
