// Measures one reader on one file, in a separate process: `node measure.js <reader> <kind> <file> <runs>`. Prints one JSON object.
import { readFileSync } from 'node:fs';
import { readerNamed, type CaptionKind } from './readers.js';

const [name = '', kind = 'vtt', file = '', runs = '3'] = process.argv.slice(2);
const reader = readerNamed(name);
const text = readFileSync(file, 'utf8');
const times: number[] = [];
let cues = 0;
let peakMiB = 0;
for (let run = 0; run < Number(runs); run += 1) {
  const started = performance.now();
  const cuesOf = await reader.read(text, kind as CaptionKind);
  times.push(performance.now() - started);
  // The peak of the first run: later runs would add garbage of the earlier ones. Kilobytes on every system (Node divides on macOS).
  if (run === 0) peakMiB = process.resourceUsage().maxRSS / 1024;
  cues = cuesOf().length;
}
console.log(JSON.stringify({ milliseconds: times, cues, peakMiB: Math.round(peakMiB) }));
