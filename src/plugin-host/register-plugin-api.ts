import { installPluginApiHook } from './plugin-api-hook.js';

// For `node --import`: programs that import plugins of this repository without the host, such as benchmarks.
installPluginApiHook();
