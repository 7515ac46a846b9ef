import { Field, ObjectType } from 'type-graphql';
import type { OrganizationRow } from '../../src/access/access-reads.js';
import { Node } from '../node/node.type.js';

@ObjectType({ implements: Node, description: 'A tenant: nothing of one organization is ever seen by another.' })
export class Organization extends Node implements OrganizationRow {
  @Field(() => String, { description: 'Its name.' })
  readonly name!: string;

  @Field(() => [String], {
    description: 'Domains of its own e-mail addresses, by which its representatives are known.',
  })
  readonly emailDomains!: readonly string[];
}
