import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { OrganizationRow } from '../../src/access/organizations.js';
import { Node } from '../node/node.type.js';

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

@ObjectType({ implements: Node, description: 'A tenant: nothing of one organization is ever seen by another.' })
export class Organization extends Node implements OrganizationRow {
  @Field(() => String, { description: 'Its name.' })
  readonly name!: string;

  @Field(() => [String], {
    description: 'Domains of its own e-mail addresses, by which its representatives are known.',
  })
  readonly emailDomains!: readonly string[];
}
