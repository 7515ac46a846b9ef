import { describe, expect, it } from '@jest/globals';
import type { AppError } from '../errors/app-error.js';
import { WIRE_MODES } from '../database/wire/batch-statements.js';
import { readConfig } from './config.js';

const faultOf = (env: Readonly<Record<string, string>>): AppError => {
  try {
    readConfig(env);
  } catch (error) {
    return error as AppError;
  }
  throw new Error('The settings were accepted.');
};

describe('readConfig', () => {
  it('takes defaults for what is unset or blank', () => {
    expect(readConfig({ PORT: ' ', LOG_LEVEL: '' })).toMatchObject({
      host: '127.0.0.1',
      port: 4_000,
      databaseUrl: null,
      secret: null,
      redisUrl: null,
      wire: 'batched',
      defaultModel: 'baseline',
      log: { format: 'people', level: 'warn' },
    });
  });

  it('reads what is given', () => {
    const urls = { DATABASE_URL: 'postgresql://db/debrief', REDIS_URL: 'rediss://queue' };
    const env = { ...urls, PORT: '0', OPENAI_API_KEY: 'key', LOG_FORMAT: 'json', LOG_LEVEL: 'debug' };
    expect(readConfig(env)).toMatchObject({
      port: 0,
      databaseUrl: urls.DATABASE_URL,
      redisUrl: urls.REDIS_URL,
      defaultModel: 'openai',
      log: { format: 'json', level: 'debug' },
    });
  });

  it('names every wrong variable in one fault, with what it may hold', () => {
    const urls = { DATABASE_URL: 'mysql://owner:hidden@db', REDIS_URL: 'http://:hidden@queue' };
    const { code, message } = faultOf({
      ...urls,
      PORT: '70000',
      DEBRIEF_WIRE: 'x',
      LOG_FORMAT: 'xml',
      LOG_LEVEL: 'loud',
    });
    expect(code).toBe('CONFIG_INVALID');
    expect(message.split(/(?<=\.) /)).toEqual([
      'PORT is "70000"; it must be a number from 0 to 65535.',
      'DATABASE_URL must begin with postgres:// or postgresql://.',
      'REDIS_URL must begin with redis:// or rediss://.',
      `DEBRIEF_WIRE is "x"; it must be one of ${WIRE_MODES.join(', ')}.`,
      'LOG_FORMAT is "xml"; it must be one of people, json.',
      'LOG_LEVEL is "loud"; it must be one of debug, info, warn, error.',
    ]);
    expect(message).not.toContain('hidden');
  });

  it.each(['4000.5', '-1', 'four'])('refuses %s as a port', (port) => {
    expect(faultOf({ PORT: port }).message).toBe(`PORT is "${port}"; it must be a number from 0 to 65535.`);
  });
});
