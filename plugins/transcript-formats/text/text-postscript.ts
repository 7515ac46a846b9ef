import { isTurn, type TextReading } from './read-text.js';

const NOTES =
  /^[\s#>*_-]{0,20}(?:call notes|meeting notes|call summary|meeting summary|post-call (?:notes|summary)|notes|summary|action items|next steps|outcome|key takeaways|takeaways|analysis|evaluation|feedback|coaching notes|follow[- ]up)[\s*_]{0,8}:?[\s*_]{0,8}(?:$|:|\s)/i;
const FOOTER =
  /^[\s#>*_-]{0,20}(?:date|duration|total (?:duration|time)|call (?:id|length|duration|outcome|result)|result|disposition|recorded (?:by|on|with)|generated (?:by|on|with)|transcribed (?:by|with)|sentiment|score)[\s*_]{0,8}:/i;
const END =
  /^[\s#>*_[(=-]{0,20}(?:end of (?:the )?(?:call|transcript|recording|conversation|meeting)|(?:call|recording|meeting|transcript) (?:ended|ends|end))\b.{0,60}$/i;

/**
 * Number of the first line that was not said: where notes begin near the end. Their heading has nothing beside it, and hardly a turn follows.
 * Answers the number of lines where all was said.
 */
export function endOfSpeech({ lines, accepted }: TextReading): number {
  const turns = lines.flatMap((line, at) => (isTurn(line, accepted) ? [at] : []));
  const late = turns[Math.floor(turns.length * 0.8)] ?? lines.length;
  const last = turns.at(-1) ?? lines.length;
  const notes = lines.findIndex(({ text }, at) => {
    if (at === 0 || text.length >= 200) return false;
    if (at > last) return NOTES.test(text) || FOOTER.test(text) || END.test(text);
    return at >= late - 1 && NOTES.test(text) && /:[\s*_]{0,8}$/.test(text);
  });
  return notes < 0 ? lines.length : notes;
}
