import { discard } from './test-folder.mjs';

export default () => discard(process.env.DEBRIEF_TEST_FOLDER);
