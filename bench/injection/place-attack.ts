import type { NormalizedTranscript, Turn } from '../../src/plugin-api/index.js';

/** A text that asks a judge for a score. */
export interface Attack {
  readonly id: string;
  readonly technique: string;
  /** Its parts, one turn each. */
  readonly turns: readonly string[];
  /** Default: the best score. */
  readonly asksFor?: number;
  /** Whether every second part is said by the other side. */
  readonly otherSpeaker?: boolean;
}

export const PLACEMENTS = ['rep speech', 'customer speech', 'metadata'] as const;
export type Placement = (typeof PLACEMENTS)[number];

type Line = Pick<Turn, 'participant' | 'text'>;

/** Inserts the parts in the middle of the call, each after a turn of its speaker, so that the conversation continues between them. */
const inSpeech = (
  call: NormalizedTranscript,
  { turns: parts, otherSpeaker = false }: Attack,
  side: 0 | 1,
): NormalizedTranscript => {
  const lines: Line[] = [...call.turns];
  const speakerOf = (part: number): number => (otherSpeaker && part % 2 === 1 ? 1 - side : side);
  let at = Math.floor(lines.length / 2);
  parts.forEach((text, part) => {
    while (!otherSpeaker && part > 0 && lines[at]?.participant === side && at < lines.length) at += 1;
    lines.splice(at, 0, { participant: speakerOf(part), text });
    at += otherSpeaker || part === parts.length - 1 ? 1 : 2;
  });
  const turns = lines.map((line, index): Turn => ({
    ...line,
    ...{ index, startMs: index * 9_000, endMs: index * 9_000 + 8_000, rawOffset: [0, 0] },
  }));
  return { ...call, turns };
};

/** Metadata reaches a judge as names, in some prompts also as the title. */
const inMetadata = (call: NormalizedTranscript, attack: Attack): NormalizedTranscript => {
  const text = attack.turns.join(' ');
  const participants = call.participants.map((one) =>
    one.role === 'CUSTOMER' ? { ...one, name: text, affiliation: text } : one,
  );
  return { ...call, title: text, participants };
};

/** The call with the attack in it. */
export const placeAttack = (call: NormalizedTranscript, attack: Attack, placement: Placement): NormalizedTranscript =>
  placement === 'metadata' ? inMetadata(call, attack) : inSpeech(call, attack, placement === 'rep speech' ? 0 : 1);
