/**
 * Why a document, or a part of it, was not read: its length, brackets within brackets, too many YAML aliases, or a parser
 * that gave up.
 */
export type Skipped = "tooLarge" | "tooDeep" | "tooManyAliases" | "unreadable";
