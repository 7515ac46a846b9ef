/** The formats in groups that people know them by; what belongs to none stands under its own name. */
const FAMILIES: readonly (readonly [family: string, formats: readonly string[]])[] = [
  ['captions', ['webvtt', 'srt', 'sbv']],
  ['meeting tools', ['teams-text', 'google-meet', 'zoom-captions', 'graph-metadata', 'otter-text', 'otter-json']],
  [
    'sales tools',
    ['gong-json', 'gong-page', 'fathom', 'fireflies', 'avoma', 'hubspot', 'symbl', 'cronofy', 'lusha', 'sembly'],
  ],
  [
    'telephony and speech engines',
    [
      ...[
        'twilio',
        'aws-call-analytics',
        'aws-post-call',
        'aws-transcribe',
        'azure-speech',
        'google-speech',
        'deepgram',
      ],
      ...['assemblyai', 'rev', 'whisper', 'whisper-cpp', 'speechmatics', 'ibm-watson', 'amberscript', 'kaldi'],
      ...['harper-valley', 'podcast-json'],
    ],
  ],
  ['tables', ['csv', 'csv-per-call']],
  ['other JSON', ['generic-json', 'chat-json']],
  ['web pages', ['html']],
  ['text and Markdown with lines such as `Name: text`', ['plain-text']],
];

/** A family is told by so many of its formats. */
const EXAMPLES = 3;

/** Formats that are read but to be refused with a reason. */
const REFUSED = new Set(['chat-log']);

function familyText(family: string, formats: readonly string[]): string {
  const shown = formats.slice(0, EXAMPLES).join(', ');
  const more = formats.length - EXAMPLES;
  return `${family} (${more > 0 ? `${shown} and ${more} more` : shown})`;
}

/** What is read, in a sentence's length: `captions (webvtt, srt, sbv); tables (csv); …`. */
export function formatFamilies(formats: readonly string[]): string {
  const known = new Set(FAMILIES.flatMap(([, members]) => members));
  const families = FAMILIES.map(
    ([family, members]) => [family, members.filter((format) => formats.includes(format))] as const,
  )
    .filter(([, members]) => members.length > 0)
    .map(([family, members]) => familyText(family, members));
  return [...families, ...formats.filter((format) => !known.has(format) && !REFUSED.has(format))].join('; ');
}
