import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { AppError } from '../src/errors/app-error.js';
import { ERROR_CODES, type ErrorCode } from '../src/errors/error-codes.js';

export const ErrorCodeEnum = Object.fromEntries(Object.keys(ERROR_CODES).map((code) => [code, code])) as {
  [Code in ErrorCode]: Code;
};
registerEnumType(ErrorCodeEnum, {
  name: 'ErrorCode',
  description: 'Every code of an error; docs/errors.md says what to do about each.',
  valuesConfig: Object.fromEntries(
    Object.entries(ERROR_CODES).map(([code, { status, retryable }]) => [
      code,
      { description: `HTTP ${status}; ${retryable ? 'may succeed later' : 'not retryable'}.` },
    ]),
  ),
});

@ObjectType({ description: 'An expected refusal of a mutation.' })
export class UserError {
  @Field(() => ErrorCodeEnum, { description: 'What happened, for programs.' })
  code!: ErrorCode;

  @Field(() => String, { description: 'What happened and what to do, for people.' })
  message!: string;

  @Field(() => [String], { description: 'Where in the input the fault lies; empty where it is not in the input.' })
  path!: readonly string[];

  @Field(() => Boolean, { description: 'Whether the same request may succeed later.' })
  retryable!: boolean;

  @Field(() => String, { description: 'Where to read more.' })
  helpUrl!: string;
}

export interface Refused {
  readonly userErrors: readonly UserError[];
}

const isRefusal = (error: unknown): error is AppError =>
  error instanceof AppError && error.status < 500 && error.code !== 'UNAUTHENTICATED';

/** The payload of a mutation: its result, or the refusal as data. Faults are rethrown. */
export const payload = async <Result extends object>(
  work: () => Promise<Result>,
): Promise<(Result & Refused) | Refused> => {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { code, message, path, retryable, helpUrl } = error;
    return { userErrors: [{ code, message, path, retryable, helpUrl }] };
  }
};
