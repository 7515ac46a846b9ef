import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Violation as StoredViolation } from '../../src/runs/violation.js';

export enum Severity {
  ERROR = 'error',
  WARNING = 'warning',
}
registerEnumType(Severity, {
  name: 'Severity',
  description: 'How bad a violation is.',
  valuesConfig: {
    ERROR: { description: 'Invalidates the answer unless it was repaired.' },
    WARNING: { description: 'Worth knowing.' },
  },
});

@ObjectType({ description: 'What a check found in an answer.' })
export class Violation implements Omit<StoredViolation, 'severity'> {
  @Field(() => Severity, { description: 'How bad it is.' })
  severity!: Severity;

  @Field(() => String, { description: 'Which rule, as `plugin/CODE`.' })
  code!: string;

  @Field(() => String, { description: 'JSON pointer into the answer.' })
  path!: string;

  @Field(() => String, { description: 'What was wrong.' })
  message!: string;

  @Field(() => Boolean, { description: 'Whether the answer was changed so that it obeys the rule.' })
  repaired!: boolean;
}
