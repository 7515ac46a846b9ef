// For `node --import`: a bench that imports a plugin's files itself has them find `debrief/plugin-api` as the host does.
import { installPluginApiHook } from '../../src/plugin-host/plugin-api-hook.js';

installPluginApiHook();
