import { describe, expect, it } from '@jest/globals';
import type { Contributions } from 'debrief/plugin-api';
import { NAME } from './patterns.js';

export const describeProviders = ({ modelProviders = [] }: Contributions): void => {
  for (const provider of modelProviders)
    describe(`model provider ${provider.name}`, () => {
      it('has a name that an address can hold, and a default model', () => {
        expect(provider.name).toMatch(NAME);
        expect(provider.defaultModel).toMatch(/^[\w.:@+/-]{1,200}$/);
      });

      it('says whether it is ready, with a reason where it is not', () => {
        const readiness = provider.readiness();
        if (!readiness.ready) expect(readiness.reason).not.toBe('');
        if (provider.offline) expect(readiness.ready).toBe(true);
      });

      it('makes no call once aborted', async () => {
        const request = {
          model: provider.defaultModel,
          messages: [],
          responseSchema: {},
          temperature: 0,
          seed: null,
          maxOutputTokens: 1,
        };
        const reason = new Error('aborted before the call');
        const context = { signal: AbortSignal.abort(reason), credential: 'key' };
        await expect(provider.complete(request, context)).rejects.toBe(reason);
        if (!provider.batch) return;
        await expect(provider.batch.submit('a', [{ id: 'b', request }], context)).rejects.toBe(reason);
        await expect(provider.batch.find('a', context)).rejects.toBe(reason);
      });
    });
};
