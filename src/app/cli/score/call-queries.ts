/** Where a call is: small, as it is asked again and again. */
export const CALL_STATUS = `query CallStatus($id: ID!) {
  transcript(id: $id) {
    status
    error { code message }
    currentRun { id status waitingFor error { code message } }
    runs(first: 1) { edges { node { status } } }
  }
}`;

/** Everything that a scorecard shows, but the speakers of its quotes. */
export const CALL_DETAILS = `query CallDetails($id: ID!) {
  transcript(id: $id) {
    id title format durationMs turnCount
    representative { name }
    company { name }
    participants { name speakerLabel role source confidence }
    warnings { code message }
    currentRun {
      id status latencyMs flags
      error { code message }
      overall { ...outcome }
      scores { dimension outcome { ...outcome } }
      coaching {
        summary
        strengths { dimension text }
        improvements { dimension priority advice turn original rewrite }
      }
      violations { code severity path message repaired }
      cost { amount currency status }
      spec { model }
      promptVersion { promptKey number }
      rubricVersion { key version name scale { min max } dimensions { key name } }
    }
  }
}
fragment outcome on Outcome {
  __typename
  ... on Scored { value rationale evidence { quote turn startMs status kind } }
  ... on Unscored { reason rationale }
}`;

/** Who speaks, and when. */
export const CALL_TURNS = `query CallTurns($id: ID!, $after: String) {
  transcript(id: $id) {
    turns(first: 500, after: $after) {
      edges { node { index startMs participant { name speakerLabel role } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;
