import { Option } from 'commander';

/** How the judge is asked; a wrong word is wrong usage. The server has it in capitals. */
export const deliveryOption = (): Option =>
  new Option(
    '--delivery <how>',
    "immediate, or economy: by a batch of the judge's provider, for less money and within a day, where it takes batches",
  ).choices(['immediate', 'economy']);

export type DeliveryFlag = 'immediate' | 'economy';

/** As a field of the upload. */
export const deliveryField = (delivery: DeliveryFlag | undefined): Readonly<Record<string, string>> =>
  delivery === undefined ? {} : { delivery: delivery.toUpperCase() };
