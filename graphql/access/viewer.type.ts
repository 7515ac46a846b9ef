import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Organization } from './organization.type.js';

export enum KeyRole {
  ADMIN = 'ADMIN',
  ANALYST = 'ANALYST',
  SERVICE = 'SERVICE',
}
registerEnumType(KeyRole, {
  name: 'KeyRole',
  description: 'What the holder of an API key may do.',
  valuesConfig: {
    ADMIN: { description: 'Everything, keys included.' },
    ANALYST: { description: 'Read, upload and score.' },
    SERVICE: { description: 'Read, upload and score; for machines.' },
  },
});

@ObjectType({ description: 'Who is asking.' })
export class Viewer {
  @Field(() => Organization, { description: 'The organization that the key belongs to.' })
  organization!: Organization;

  @Field(() => String, { description: 'Name of the key.' })
  keyName!: string;

  @Field(() => KeyRole, { description: 'What the key may do.' })
  role!: KeyRole;
}
