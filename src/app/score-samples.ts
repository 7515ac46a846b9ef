import { writeDemo, type Demo } from './demo-key.js';
import { readSampleCalls } from './sample-calls.js';

export const scoreSamples = async (url: string, demo: Demo, home: string): Promise<void> => {
  const samples = await readSampleCalls();
  for (const { bytes, fileName, fields } of samples) {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(bytes)]), fileName);
    for (const [k, v] of Object.entries(fields)) form.set(k, v);
    const r = await fetch(`${url}/uploads`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${demo.key}` },
    });
    console.log(r.status, await r.text());
  }
  await writeDemo(home, demo);
};
