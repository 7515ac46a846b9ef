import { describe, expect, it } from '@jest/globals';
import { openKeyedSemaphore, openSemaphore } from './semaphore.js';

/** A task that ends when it is told to, and what has started so far. */
const openTasks = () => {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const task = (name: string) => (): Promise<string> => {
    started.push(name);
    return new Promise((resolve) => ends.set(name, () => resolve(name)));
  };
  return { started, task, end: (name: string) => ends.get(name)?.() };
};

describe('openSemaphore', () => {
  it('runs so many tasks at a time, in the order of their arrival', async () => {
    const { started, task, end } = openTasks();
    const semaphore = openSemaphore(2);
    const results = ['a', 'b', 'c', 'd'].map((name) => semaphore.enter(task(name)));
    await Promise.resolve();
    expect(started).toEqual(['a', 'b']);
    end('b');
    await results[1];
    expect(started).toEqual(['a', 'b', 'c']);
    end('a');
    await results[0];
    expect(started).toEqual(['a', 'b', 'c', 'd']);
    end('c');
    end('d');
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
    expect(semaphore.isIdle()).toBe(true);
  });

  it('frees the place of a task that fails', async () => {
    const semaphore = openSemaphore(1);
    await expect(semaphore.enter(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await semaphore.enter(() => Promise.resolve('next'))).toBe('next');
  });
});

describe('openKeyedSemaphore', () => {
  it('lets one key wait without holding up another', async () => {
    const { started, task, end } = openTasks();
    const semaphore = openKeyedSemaphore(1);
    const results = [
      semaphore.enter('x', task('x1')),
      semaphore.enter('x', task('x2')),
      semaphore.enter('y', task('y1')),
    ];
    await Promise.resolve();
    expect(started).toEqual(['x1', 'y1']);
    end('x1');
    await results[0];
    await Promise.resolve();
    end('x2');
    end('y1');
    expect(await Promise.all(results)).toEqual(['x1', 'x2', 'y1']);
  });
});
