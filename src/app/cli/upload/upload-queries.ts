/** Where transcripts are, up to 100 at a time. */
export const TRANSCRIPT_STATES = `query TranscriptStates($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Transcript { id status error { code message } } }
}`;

/** Into how many calls the file behind a place of an upload was split. */
export const FILE_SPLIT = `query FileSplit($id: ID!, $after: String) {
  upload(id: $id) { files(first: 1, after: $after) { edges { node { splitInto } } } }
}`;
