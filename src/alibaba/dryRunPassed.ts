/** The code of a dry run that passed, whatever HTTP status it comes with. */
export const dryRunPassed = "DryRunOperation";
