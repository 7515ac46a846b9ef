export * from './evaluator.js';
export * from './host.js';
export * from './judge-output.js';
export * from './model-provider.js';
export * from './plugin.js';
export * from './rubric.js';
export * from './transcript.js';
export * from './validator.js';
