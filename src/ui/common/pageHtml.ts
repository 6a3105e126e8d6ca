/** Addresses of a page's own files, and what guards them. */
export interface PageHtmlParts {
  /** Used once. */
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  readonly language: string;
}

/**
 * A page for a webview; nothing but its own script and style is let in, and every text comes as a message.
 * @param body its places, without a text from outside
 */
export function pageHtml({ nonce, script, style, language }: PageHtmlParts, body: string): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" nonce="${nonce}" href="${attribute(style)}">
</head>
<body>
${body}
<script nonce="${nonce}" src="${attribute(script)}"></script>
</body>
</html>`;
}

function attribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
