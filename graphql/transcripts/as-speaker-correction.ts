import { checkedName } from '../../src/people/checked-name.js';
import { AppError } from '../../src/errors/app-error.js';
import type { SpeakerCorrection } from '../../src/transcripts/speaker-correction.js';
import type { SpeakerCorrectionInput } from './speaker-correction.type.js';

/** A correction as the API takes it; its kind says which fields it needs. */
export const asSpeakerCorrection = (input: SpeakerCorrectionInput, at: number): SpeakerCorrection => {
  const { kind, label } = input;
  const need = <Field extends 'other' | 'into' | 'name' | 'role'>(field: Field) => {
    const value = input[field];
    if (value) return value;
    const path = ['input', 'corrections', String(at), field];
    throw new AppError('BAD_USER_INPUT', `${kind} needs ${field}.`, { path });
  };
  if (kind === 'SWAP') return { kind, label, other: need('other') };
  if (kind === 'MERGE') return { kind, label, into: need('into') };
  if (kind === 'SET_ROLE') return { kind, label, role: need('role') };
  return { kind: 'RENAME', label, name: checkedName(need('name'), ['input', 'corrections', String(at), 'name']) };
};
