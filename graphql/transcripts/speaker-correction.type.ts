import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { ParticipantRole } from './participant.type.js';

export enum SpeakerCorrectionKind {
  SWAP = 'SWAP',
  MERGE = 'MERGE',
  RENAME = 'RENAME',
  SET_ROLE = 'SET_ROLE',
}
registerEnumType(SpeakerCorrectionKind, {
  name: 'SpeakerCorrectionKind',
  description: 'What was wrong with the speakers.',
  valuesConfig: {
    SWAP: { description: '`label` and `other` are each other: names, roles and addresses change places.' },
    MERGE: { description: '`label` is the same person as `into`, who gets the turns.' },
    RENAME: { description: '`label` has another `name`.' },
    SET_ROLE: { description: '`label` has another `role`.' },
  },
});

@InputType({
  description: 'Something to put right about the speakers. Labels are those of `participants.speakerLabel`.',
})
export class SpeakerCorrectionInput {
  @Field(() => SpeakerCorrectionKind, { description: 'What.' })
  kind!: SpeakerCorrectionKind;

  @Field(() => String, { description: 'Label of the speaker.' })
  label!: string;

  @Field(() => String, { nullable: true, description: 'SWAP: label of the other speaker.' })
  other?: string | null;

  @Field(() => String, { nullable: true, description: 'MERGE: label of the speaker who gets the turns.' })
  into?: string | null;

  @Field(() => String, { nullable: true, description: 'RENAME: the name.' })
  name?: string | null;

  @Field(() => ParticipantRole, { nullable: true, description: 'SET_ROLE: the role.' })
  role?: ParticipantRole | null;
}

@ObjectType({ description: 'A correction of the speakers.' })
export class SpeakerCorrection {
  @Field(() => SpeakerCorrectionKind, { description: 'What.' })
  kind!: `${SpeakerCorrectionKind}`;

  @Field(() => String, { description: 'Label of the speaker.' })
  label!: string;

  @Field(() => String, { nullable: true, description: 'SWAP: label of the other speaker.' })
  other?: string;

  @Field(() => String, { nullable: true, description: 'MERGE: label of the speaker who got the turns.' })
  into?: string;

  @Field(() => String, { nullable: true, description: 'RENAME: the name.' })
  name?: string;

  @Field(() => ParticipantRole, { nullable: true, description: 'SET_ROLE: the role.' })
  role?: `${ParticipantRole}`;
}
