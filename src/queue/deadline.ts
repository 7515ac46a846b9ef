import { AppError } from '../errors/app-error.js';

/** What `work` brings, if that takes no longer than `ms`. @throws AppError TIMEOUT; the work itself goes on unheard. */
export const deadline = async <Result>(ms: number, what: string, work: Promise<Result>): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new AppError('TIMEOUT', `${what} took longer than ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
