import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Participant as PluginParticipant } from '../../src/plugin-api/index.js';

/** A participant with the call that the person is on. */
export interface ParticipantRow extends PluginParticipant {
  readonly transcriptId: string;
}

export enum ParticipantRole {
  REP = 'REP',
  CUSTOMER = 'CUSTOMER',
  OTHER = 'OTHER',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(ParticipantRole, {
  name: 'ParticipantRole',
  description: 'Who a person on the call is to us.',
  valuesConfig: {
    REP: { description: 'Our salesperson.' },
    CUSTOMER: { description: "On the customer's side." },
    OTHER: { description: 'A known third party.' },
    UNKNOWN: { description: 'Not known.' },
  },
});

export enum RoleSource {
  OPTION = 'OPTION',
  FIELD = 'FIELD',
  LABEL = 'LABEL',
  EMAIL_DOMAIN = 'EMAIL_DOMAIN',
  SUFFIX = 'SUFFIX',
  INFERRED = 'INFERRED',
  NONE = 'NONE',
}
registerEnumType(RoleSource, {
  name: 'RoleSource',
  description: 'Where a role came from, strongest first.',
  valuesConfig: {
    OPTION: { description: 'Stated: at upload, or in a correction.' },
    FIELD: { description: 'A field of the file says so.' },
    LABEL: { description: 'A word in the speaker label says so.' },
    EMAIL_DOMAIN: { description: "The address is of the organization's own domains, or not." },
    SUFFIX: { description: 'A suffix such as (Guest) says so.' },
    INFERRED: { description: 'Concluded from who asks and who is asked.' },
    NONE: { description: 'Nothing says so.' },
  },
});

@ObjectType({ description: 'A person on the call.' })
export class Participant {
  @Field(() => Int, { description: 'Place in the list; turns refer to it.' })
  index!: number;

  @Field(() => String, { description: 'Label as the file has it.' })
  speakerLabel!: string;

  @Field(() => String, { nullable: true, description: 'Name, where the label is one.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address, where the file has one.' })
  email!: string | null;

  @Field(() => String, { nullable: true, description: 'Company or group, where the file has one.' })
  affiliation!: string | null;

  @Field(() => ParticipantRole, { description: 'Who the person is to us.' })
  role!: ParticipantRole;

  @Field(() => RoleSource, { name: 'source', description: 'Where the role came from.' })
  roleSource!: RoleSource;

  @Field(() => Float, { description: 'How sure the role is, 0 to 1.' })
  confidence!: number;
}
