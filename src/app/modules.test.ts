import { describe, expect, test } from '@jest/globals';
import { entities, hookListeners, jobs, modules, watched } from './modules.js';

const normalizer = { read: () => Promise.reject(new Error('not asked')), close: () => Promise.resolve() };
const worked = modules.flatMap((room) => room.handlers?.({ normalizer }) ?? []).map(({ job }) => job);

const twice = (names: readonly string[]): readonly string[] => names.filter((name, at) => names.indexOf(name) !== at);

describe('the rooms together', () => {
  test('declare each table, and grant its rights, once', () => {
    expect(entities.length).toBeGreaterThan(30);
    expect(new Set(entities).size).toBe(entities.length);
    expect(twice(modules.flatMap((room) => Object.keys(room.grants ?? {})))).toEqual([]);
  });

  test('declare each job once, and one of them does its work', () => {
    expect(twice(jobs.map(({ name }) => name))).toEqual([]);
    expect(worked.map(({ name }) => name).toSorted()).toEqual(jobs.map(({ name }) => name).toSorted());
  });

  test('watch rows only for jobs that are declared, with a payload that names the row', () => {
    for (const { job, lease, idField } of watched) {
      expect(jobs).toContain(job);
      expect(job.schema.required).toContain(idField);
      expect(lease('an organization', 'a row')).toMatchObject({ id: 'a row', unfinished: lease.unfinished });
    }
  });

  test('listen at hooks', () => {
    expect(hookListeners.map(({ hook }) => hook)).toContain('transcripts.read');
  });
});
