// The import rules of .dependency-cruiser.cjs, asked about a table: may this file import the file that declares it?

const asPattern = (paths) => (Array.isArray(paths) ? paths.join('|') : paths);

/** `$1` in the path of a rule is what the first group of its `from` matched. */
const withGroups = (pattern, groups) => pattern.replace(/\$(\d)/g, (_, group) => groups?.[group] ?? '');

const isAboutPaths = ({ to }) => Object.keys(to).every((key) => key === 'path' || key === 'pathNot') && to.path;

/**
 * @param {{ forbidden: readonly object[] }} configuration of dependency-cruiser
 * @returns {(from: string, to: string) => string | null} name of the rule that forbids the import
 */
export const importRules = ({ forbidden }) => {
  const rules = forbidden.filter(isAboutPaths);
  return (from, to) => {
    const broken = rules.find((rule) => {
      const groups = rule.from.path ? new RegExp(asPattern(rule.from.path)).exec(from) : [];
      if (!groups || (rule.from.pathNot && new RegExp(asPattern(rule.from.pathNot)).test(from))) return false;
      if (!new RegExp(withGroups(asPattern(rule.to.path), groups)).test(to)) return false;
      return !(rule.to.pathNot && new RegExp(withGroups(asPattern(rule.to.pathNot), groups)).test(to));
    });
    return broken?.name ?? null;
  };
};
