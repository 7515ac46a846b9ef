import { AppError } from '../errors/app-error.js';

/**
 * Names of the things that have a global id. A feature adds its own beside their finders:
 * `declare module '…/scope/global-id.js' { interface NodeTypes { Run: true } }`.
 */
export interface NodeTypes {
  /** Of a thing whose type this version does not know. */
  Unknown: true;
}

export type NodeType = keyof NodeTypes;

const SHAPE = /^([A-Z][A-Za-z]*):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Opaque id of a thing across all types. */
export const toGlobalId = (type: NodeType, id: string): string => Buffer.from(`${type}:${id}`).toString('base64url');

export const readGlobalId = (globalId: string): { readonly type: string; readonly id: string } | null => {
  const [, type, id] = SHAPE.exec(Buffer.from(globalId, 'base64url').toString()) ?? [];
  return type && id ? { type, id } : null;
};

/**
 * The own id behind a global one.
 * @throws AppError NOT_FOUND for an id of another type, worded as for a thing that does not exist
 */
export const fromGlobalId = (type: NodeType, globalId: string, path: readonly string[] = ['id']): string => {
  const read = readGlobalId(globalId);
  if (read?.type === type) return read.id;
  throw new AppError('NOT_FOUND', `There is no ${type} with this id.`, { path });
};

export const optionalId = (type: NodeType, globalId: string | null | undefined): string | null =>
  globalId === null || globalId === undefined ? null : fromGlobalId(type, globalId);
