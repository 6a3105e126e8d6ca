/** A language of the product; also the folder of its pictures. */
export type Language = "en" | "zh-cn";

export const languages: readonly Language[] = ["en", "zh-cn"];
