import {
  evidenceKindsOf,
  type EvidenceFloor as StoredFloor,
  type RubricDimension as StoredDimension,
} from '../../src/plugin-api/index.js';
import type { DimensionSpeaker, EvidenceFloor, RubricDimension } from './rubric.type.js';
import type { EvidenceKind } from '../runs/outcome.type.js';

const asFloor = (floor: StoredFloor): EvidenceFloor => ({
  min: floor.min,
  repQuestions: floor.rep_question ?? 0,
  repStatements: floor.rep_statement ?? 0,
  customerResponses: floor.customer_response ?? 0,
  customerResponsesWithNumber: floor.customer_response_with_number ?? 0,
  anyKind: floor.any_kind ?? 0,
});

/** A dimension as the API shows it: what a rubric leaves out has its meaning spelled out. */
export const asDimension = (dimension: StoredDimension): RubricDimension => ({
  ...dimension,
  speaker: dimension.speaker as DimensionSpeaker,
  evidenceKinds: evidenceKindsOf(dimension) as readonly EvidenceKind[],
  evidenceFloors: dimension.evidenceFloor.map(asFloor),
  callTypes: dimension.callTypes ?? [],
  notApplicableWhen: dimension.notApplicableWhen ?? null,
});
