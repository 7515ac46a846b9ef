import type { RoomModule } from '../scope/room-module.js';
import { PromptVersion } from './prompt-version.entity.js';

export const promptsModule: RoomModule = {
  entities: [PromptVersion],
  grants: { platform_prompt_version: { app: 'select' } },
};
