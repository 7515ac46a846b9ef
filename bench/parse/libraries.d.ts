// The parts that are measured of libraries: these two come without types.
declare module 'node-webvtt' {
  interface NodeWebvttCue {
    readonly start: number;
    readonly end: number;
    readonly text: string;
  }
  const nodeWebvtt: {
    parse(input: string, options: { meta: boolean; strict: boolean }): { readonly cues: readonly NodeWebvttCue[] };
  };
  export default nodeWebvtt;
}

declare module 'webvtt-parser' {
  interface W3cCue {
    readonly startTime: number;
    readonly endTime: number;
    readonly text: string;
  }
  const webvttParser: {
    WebVTTParser: new () => { parse(input: string): { readonly cues: readonly W3cCue[] } };
  };
  export default webvttParser;
}

// These two come with types that do not resolve under Node's rules for modules.
declare module '@plussub/srt-vtt-parser' {
  export interface PlussubEntry {
    readonly from: number;
    readonly to: number;
    readonly text: string;
  }
  export function parse(raw: string): { readonly entries: readonly PlussubEntry[] };
}

declare module 'media-captions' {
  export interface MediaCue {
    readonly startTime: number;
    readonly endTime: number;
    readonly text: string;
  }
  export function parseText(
    text: string,
    options: { readonly type: 'vtt' | 'srt' },
  ): Promise<{ readonly cues: readonly MediaCue[] }>;
}
