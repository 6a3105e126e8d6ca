export function packedReadme(readme: string, repository: string | undefined, commit: string): string;
