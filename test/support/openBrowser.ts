import { type BrowserContext, chromium } from "playwright-core";

/** How a browser is to be opened. */
export interface BrowserOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
}

/**
 * Opens Debian's Chromium without a window, and without traffic of its own.
 * @param folder where it keeps what pages store; a folder of its own when empty
 */
export function openBrowser(folder = "", { viewport }: BrowserOptions = {}): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: "/usr/bin/chromium",
    viewport: viewport ?? { width: 1280, height: 800 },
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}
