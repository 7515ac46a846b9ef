/* eslint-disable */
import * as types from './graphql.js';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query RecentRuns($first: Int!, $after: String) {\n  runs(first: $first, after: $after) {\n    edges {\n      node {\n        id\n        status\n        createdAt\n        transcript {\n          title\n        }\n        subject {\n          name\n        }\n        overall {\n          __typename\n          ... on Scored {\n            score\n          }\n          ... on Unscored {\n            reason\n          }\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery TeamFigures($filter: AnalyticsFilter) {\n  analytics {\n    trend(filter: $filter, bucket: WEEK) {\n      start\n      meanOverall\n      counts {\n        scored\n        unscored\n        invalid\n        failed\n      }\n    }\n    representativeSummaries(filter: $filter, first: 20) {\n      representative {\n        name\n      }\n      meanOverall\n      counts {\n        scored\n        unscored\n        invalid\n        failed\n      }\n      dimensions {\n        dimension\n        mean\n        scored\n        unscored\n      }\n    }\n  }\n}": typeof types.RecentRunsDocument,
    "query TranscriptState($id: ID!) {\n  transcript(id: $id) {\n    status\n    error {\n      code\n      message\n    }\n    currentRun {\n      id\n    }\n  }\n}\n\nsubscription WatchRun($runId: ID!, $after: Int) {\n  runEvents(runId: $runId, after: $after) {\n    sequence\n    status\n    attempts\n    terminal\n    flags\n    error {\n      code\n      message\n    }\n    overall {\n      __typename\n      ... on Scored {\n        score\n      }\n      ... on Unscored {\n        reason\n      }\n    }\n  }\n}\n\nquery Scores($runId: ID!) {\n  run(id: $runId) {\n    scores {\n      dimension\n      outcome {\n        __typename\n        ... on Scored {\n          value\n          evidence {\n            turn\n            quote\n          }\n        }\n        ... on Unscored {\n          reason\n        }\n      }\n    }\n  }\n}": typeof types.TranscriptStateDocument,
};
const documents: Documents = {
    "query RecentRuns($first: Int!, $after: String) {\n  runs(first: $first, after: $after) {\n    edges {\n      node {\n        id\n        status\n        createdAt\n        transcript {\n          title\n        }\n        subject {\n          name\n        }\n        overall {\n          __typename\n          ... on Scored {\n            score\n          }\n          ... on Unscored {\n            reason\n          }\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery TeamFigures($filter: AnalyticsFilter) {\n  analytics {\n    trend(filter: $filter, bucket: WEEK) {\n      start\n      meanOverall\n      counts {\n        scored\n        unscored\n        invalid\n        failed\n      }\n    }\n    representativeSummaries(filter: $filter, first: 20) {\n      representative {\n        name\n      }\n      meanOverall\n      counts {\n        scored\n        unscored\n        invalid\n        failed\n      }\n      dimensions {\n        dimension\n        mean\n        scored\n        unscored\n      }\n    }\n  }\n}": types.RecentRunsDocument,
    "query TranscriptState($id: ID!) {\n  transcript(id: $id) {\n    status\n    error {\n      code\n      message\n    }\n    currentRun {\n      id\n    }\n  }\n}\n\nsubscription WatchRun($runId: ID!, $after: Int) {\n  runEvents(runId: $runId, after: $after) {\n    sequence\n    status\n    attempts\n    terminal\n    flags\n    error {\n      code\n      message\n    }\n    overall {\n      __typename\n      ... on Scored {\n        score\n      }\n      ... on Unscored {\n        reason\n      }\n    }\n  }\n}\n\nquery Scores($runId: ID!) {\n  run(id: $runId) {\n    scores {\n      dimension\n      outcome {\n        __typename\n        ... on Scored {\n          value\n          evidence {\n            turn\n            quote\n          }\n        }\n        ... on Unscored {\n          reason\n        }\n      }\n    }\n  }\n}": types.TranscriptStateDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query RecentRuns($first: Int!, $after: String) {\n  runs(first: $first, after: $after) {\n    edges {\n      node {\n        id\n        status\n        createdAt\n        transcript {\n          title\n        }\n        subject {\n          name\n        }\n        overall {\n          __typename\n          ... on Scored {\n            score\n          }\n          ... on Unscored {\n            reason\n          }\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery TeamFigures($filter: AnalyticsFilter) {\n  analytics {\n    trend(filter: $filter, bucket: WEEK) {\n      start\n      meanOverall\n      counts {\n        scored\n        unscored\n        invalid\n        failed\n      }\n    }\n    representativeSummaries(filter: $filter, first: 20) {\n      representative {\n        name\n      }\n      meanOverall\n      counts {\n        scored\n        unscored\n        invalid\n        failed\n      }\n      dimensions {\n        dimension\n        mean\n        scored\n        unscored\n      }\n    }\n  }\n}"): (typeof documents)["query RecentRuns($first: Int!, $after: String) {\n  runs(first: $first, after: $after) {\n    edges {\n      node {\n        id\n        status\n        createdAt\n        transcript {\n          title\n        }\n        subject {\n          name\n        }\n        overall {\n          __typename\n          ... on Scored {\n            score\n          }\n          ... on Unscored {\n            reason\n          }\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery TeamFigures($filter: AnalyticsFilter) {\n  analytics {\n    trend(filter: $filter, bucket: WEEK) {\n      start\n      meanOverall\n      counts {\n        scored\n        unscored\n        invalid\n        failed\n      }\n    }\n    representativeSummaries(filter: $filter, first: 20) {\n      representative {\n        name\n      }\n      meanOverall\n      counts {\n        scored\n        unscored\n        invalid\n        failed\n      }\n      dimensions {\n        dimension\n        mean\n        scored\n        unscored\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query TranscriptState($id: ID!) {\n  transcript(id: $id) {\n    status\n    error {\n      code\n      message\n    }\n    currentRun {\n      id\n    }\n  }\n}\n\nsubscription WatchRun($runId: ID!, $after: Int) {\n  runEvents(runId: $runId, after: $after) {\n    sequence\n    status\n    attempts\n    terminal\n    flags\n    error {\n      code\n      message\n    }\n    overall {\n      __typename\n      ... on Scored {\n        score\n      }\n      ... on Unscored {\n        reason\n      }\n    }\n  }\n}\n\nquery Scores($runId: ID!) {\n  run(id: $runId) {\n    scores {\n      dimension\n      outcome {\n        __typename\n        ... on Scored {\n          value\n          evidence {\n            turn\n            quote\n          }\n        }\n        ... on Unscored {\n          reason\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query TranscriptState($id: ID!) {\n  transcript(id: $id) {\n    status\n    error {\n      code\n      message\n    }\n    currentRun {\n      id\n    }\n  }\n}\n\nsubscription WatchRun($runId: ID!, $after: Int) {\n  runEvents(runId: $runId, after: $after) {\n    sequence\n    status\n    attempts\n    terminal\n    flags\n    error {\n      code\n      message\n    }\n    overall {\n      __typename\n      ... on Scored {\n        score\n      }\n      ... on Unscored {\n        reason\n      }\n    }\n  }\n}\n\nquery Scores($runId: ID!) {\n  run(id: $runId) {\n    scores {\n      dimension\n      outcome {\n        __typename\n        ... on Scored {\n          value\n          evidence {\n            turn\n            quote\n          }\n        }\n        ... on Unscored {\n          reason\n        }\n      }\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;