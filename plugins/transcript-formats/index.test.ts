import { describe, expect, it } from '@jest/globals';
import { isPlugin, type PluginHost } from 'debrief/plugin-api';
import plugin from './index.js';

const log = () => undefined;
const host: PluginHost = { logger: { debug: log, info: log, warn: log, error: log }, secret: () => undefined };

describe('transcript-formats', () => {
  it('brings one parser for each format', async () => {
    expect(isPlugin(plugin)).toBe(true);
    const { transcriptParsers } = await plugin.setup({}, host);
    const formats = transcriptParsers?.map((parser) => parser.format) ?? [];
    expect(formats).toEqual(expect.arrayContaining(['webvtt', 'srt', 'plain-text', 'csv', 'gong-json', 'deepgram']));
    expect(new Set(formats).size).toBe(formats.length);
  });

  it('has parsers that answer rather than throw, whatever the text', async () => {
    const { transcriptParsers = [] } = await plugin.setup({}, host);
    const texts = [
      '',
      '\u0000',
      '-->',
      '{',
      '[[',
      '"',
      ':',
      'WEBVTT\n\n-->',
      'sep=',
      '<v >',
      '\uD800: \uDC00',
      '{"callTranscripts":{"a":1}}',
    ];
    for (const text of texts) {
      for (const parser of transcriptParsers) {
        const source = { bytes: new Uint8Array(), text, encoding: 'utf-8' };
        expect(parser.detect(source)).toBeGreaterThanOrEqual(0);
        expect(['PARSED', 'REFUSED']).toContain(parser.parse(source, {}).outcome);
      }
    }
  });
});
