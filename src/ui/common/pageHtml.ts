/** Addresses of a page's own files, and what guards them. */
export interface PageHtmlParts {
  /** Used once. */
  readonly nonce: string;
  /** A module, which may import others beside it. */
  readonly script: string;
  readonly styles: readonly string[];
  readonly language: string;
}

/**
 * A page for a webview; nothing but its own scripts and styles is let in, and every text comes as a message.
 * @param body its places, without a text from outside
 */
export function pageHtml({ nonce, script, styles, language }: PageHtmlParts, body: string): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${styles.map((style) => `<link rel="stylesheet" nonce="${nonce}" href="${attribute(style)}">`).join("\n")}
</head>
<body>
${body}
<script type="module" nonce="${nonce}" src="${attribute(script)}"></script>
</body>
</html>`;
}

function attribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
