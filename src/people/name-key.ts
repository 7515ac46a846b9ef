import { foldText } from '../text/fold-text.js';

/** A name made comparable: case, width, accents of typing and runs of blanks aside. */
export const nameKey = (name: string): string => foldText(name).text.trim();
