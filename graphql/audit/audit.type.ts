import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { AuditRow } from '../../src/audit/audit-reads.js';
import { connectionOf } from '../connection.js';

export enum ActorKind {
  API_KEY = 'API_KEY',
  SYSTEM = 'SYSTEM',
}
registerEnumType(ActorKind, {
  name: 'ActorKind',
  description: 'What kind of actor did something.',
  valuesConfig: { API_KEY: { description: 'The holder of an API key.' }, SYSTEM: { description: 'Debrief itself.' } },
});

@ObjectType({ description: 'A field of a thing, before or after a change.' })
export class AuditField {
  @Field(() => String, { description: 'Name of the field.' })
  name!: string;

  @Field(() => String, { description: 'Its value as JSON.' })
  value!: string;
}

@ObjectType({ description: 'Who did what to which thing.' })
export class AuditEntry {
  @Field(() => ActorKind, { description: 'What kind of actor did it.' })
  actorKind!: ActorKind;

  @Field(() => String, { description: 'What was done, e.g. `transcript.upload`.' })
  action!: string;

  @Field(() => String, { description: 'Type of the thing.' })
  subjectType!: string;

  @Field(() => String, { nullable: true, description: 'Id of the request in which it was done.' })
  requestId!: string | null;

  @Field(() => GraphQLDateTime, { description: 'When.' })
  createdAt!: Date;
}

export const AuditEntryConnection = connectionOf<AuditRow>('AuditEntry', () => AuditEntry);

@InputType({ description: 'Which entries; all conditions must hold.' })
export class AuditFilter {
  @Field(() => String, { nullable: true, description: 'With this action.' })
  action?: string | null;

  @Field(() => ID, { nullable: true, description: 'About the thing with this global id.' })
  subjectId?: string | null;
}
