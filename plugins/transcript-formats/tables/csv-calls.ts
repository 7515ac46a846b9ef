import type { CallPart } from 'debrief/plugin-api';
import { cellOf } from './csv-rows.js';
import type { Shape } from './csv-shape.js';
import { tableStart, type Row } from './csv-table.js';
import { partName } from '../shared/part-name.js';

interface Call {
  readonly id: string;
  readonly rows: Row[];
}

/** Rows by the id of their call, in the order of the file. A row without an id belongs to the call above it. */
function groupByCall(rows: readonly Row[], column: number): Call[] {
  const calls = new Map<string, Call>();
  let id = '';
  for (const row of rows) {
    id = cellOf(row, column) || id;
    const call = calls.get(id) ?? { id, rows: [] };
    call.rows.push(row);
    calls.set(id, call);
  }
  return [...calls.values()];
}

/**
 * The calls of a table with a column of call ids: each a table with the same header. None where there is one call, or where each row has an
 * id of its own: that numbers utterances.
 */
export function splitByCall(text: string, above: readonly Row[], rows: readonly Row[], shape: Shape): CallPart[] {
  const { call, title } = shape.columns;
  if (call === null) return [];
  const calls = groupByCall(rows, call);
  if (calls.length < 2 || (rows.length > 3 && calls.length === rows.length)) return [];
  const stated = tableStart(text).delimiter;
  const write = (row: Row): string => `${text.slice(...row.offset)}\n`;
  return calls.map(({ id, rows: own }, at): CallPart => {
    const named = own.map((row) => cellOf(row, title)).find((value) => value !== '');
    return {
      fileName: partName(id, at, shape.delimiter === '\t' ? 'tsv' : 'csv'),
      text: (stated === null ? '' : `sep=${stated}\n`) + [...above, ...own].map(write).join(''),
      format: 'csv',
      metadata: { ...(named === undefined ? {} : { title: named }), ...(id === '' ? {} : { externalRef: id }) },
    };
  });
}
