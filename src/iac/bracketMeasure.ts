/**
 * How deep brackets stand within brackets, and how many brackets, commas and strings there are: what a parser's work grows
 * with. Strings are those in double quotes; one ends with its line at the latest.
 */
export function bracketMeasure(text: string): { readonly depth: number; readonly marks: number } {
  let marks = 0;
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (inString) {
      if (unit === 92) at += 1;
      else if (unit === 34 || unit === 10) inString = false;
    } else if (unit === 34) {
      inString = true;
      marks += 1;
    } else if (unit === 44) marks += 1;
    else if (unit === 91 || unit === 123) {
      depth += 1;
      marks += 1;
      if (depth > deepest) deepest = depth;
    } else if ((unit === 93 || unit === 125) && depth > 0) depth -= 1;
  }
  return { depth: deepest, marks };
}
