import { accessModule } from '../access/access.module.js';
import { auditModule } from '../audit/audit.module.js';
import { costsModule } from '../costs/costs.module.js';
import type { TableGrants } from '../database/grant-rights.js';
import { limitsModule } from '../limits/limits.module.js';
import { liveModule } from '../live/live.module.js';
import { peopleModule } from '../people/people.module.js';
import { profilesModule } from '../profiles/profiles.module.js';
import { promptsModule } from '../prompts/prompts.module.js';
import { queueModule } from '../queue/queue.module.js';
import { rubricsModule } from '../rubrics/rubrics.module.js';
import { runsModule } from '../runs/runs.module.js';
import type { RoomModule } from '../scope/room-module.js';
import { scoringModule } from '../scoring/scoring.module.js';
import type { Normalizer } from '../transcripts/reading/normalizer.js';
import { transcriptsModule } from '../transcripts/transcripts.module.js';

/** What jobs work with beside their scope. */
export interface JobTools {
  readonly normalizer: Normalizer;
}

/** Every room that has tables or jobs. */
export const modules: readonly RoomModule<JobTools>[] = [
  accessModule,
  auditModule,
  costsModule,
  limitsModule,
  liveModule,
  peopleModule,
  profilesModule,
  promptsModule,
  queueModule,
  rubricsModule,
  runsModule,
  scoringModule,
  transcriptsModule,
];

export const entities = modules.flatMap((room) => [...(room.entities ?? [])]);

export const grants: TableGrants = Object.fromEntries(modules.flatMap((room) => Object.entries(room.grants ?? {})));

export const jobs = modules.flatMap((room) => room.jobs ?? []);

export const watched = modules.flatMap((room) => room.watched ?? []);

export const hookListeners = modules.flatMap((room) => room.hooks ?? []);
