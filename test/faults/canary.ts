/** The secrets that operations under faults sign with, and that no other text holds. */
export const canary = {
  secret: "c4n4rySecretOfTheFaults30chars",
  token: "CAISc4n4ryTokenOfTheFaultsAndOfNothingElse",
} as const;
