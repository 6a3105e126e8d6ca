export function auditDependencies(root: string): readonly string[];
export function vulnerabilitiesIn(report: string): readonly string[] | undefined;
