import { AppError } from '../../errors/app-error.js';
import type { Uses } from '../../scope/scope.js';
import type { RequestedScoring, UploadFields } from '../transcript.entity.js';
import { uploadsById } from './upload-reads.js';

/**
 * What was said of an upload that waits for its bytes. Asked before they are read; whether it still waits is asked again when they are there.
 * @throws AppError NOT_FOUND, CONFLICT
 */
export const openedUpload = async (
  scope: Uses<'reads'>,
  id: string,
): Promise<{ readonly fields: UploadFields; readonly scoring: RequestedScoring }> => {
  const [upload] = await uploadsById(scope, [id]);
  if (!upload) throw new AppError('NOT_FOUND', 'There is no Upload with this id.', { path: ['id'] });
  const { status, fields, scoring } = upload;
  if (status === 'OPEN' || status === 'ACCEPTING' || status === 'INTERRUPTED') return { fields, scoring };
  const why = status === 'EXPIRED' ? 'has expired' : 'has its files already';
  throw new AppError('CONFLICT', `This upload ${why}. Open another with createUpload.`, { path: ['id'] });
};
