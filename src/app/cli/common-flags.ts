import { Option } from 'commander';

/** The server that a command uses. */
export interface TargetFlags {
  readonly url?: string;
  readonly key?: string;
}

/** `--url` and `--key`; not given: the running server, or an embedded one. */
export const targetOf = ({ url, key }: TargetFlags): TargetFlags => ({
  ...(url === undefined ? {} : { url }),
  ...(key === undefined ? {} : { key }),
});

/** How the judge is called. */
export const deliveryOption = (): Option =>
  new Option(
    '--delivery <how>',
    "immediate, or economy: by a batch of the judge's provider, cheaper and within a day, if it takes batches",
  ).choices(['immediate', 'economy']);

export type DeliveryFlag = 'immediate' | 'economy';

/** The delivery as a field of the upload, where the API spells it in capitals. */
export const deliveryField = (delivery: DeliveryFlag | undefined): Readonly<Record<string, string>> =>
  delivery === undefined ? {} : { delivery: delivery.toUpperCase() };
