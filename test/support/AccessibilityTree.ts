import type { CDPSession, Frame, Page } from "playwright-core";

/** What a screen reader is told of one thing on the screen. */
export interface AccessibleThing {
  /** As Chromium has it, such as `button`, `treeitem` or `StaticText`. */
  readonly role: string;
  readonly name: string;
  readonly description: string;
  /** Such as `expanded` or `focused`; what is not so is absent or false. */
  readonly states: Readonly<Record<string, unknown>>;
}

/** Roles of what a person can reach and act upon, each of which needs a name. */
const rolesToName = new Set([
  ...["button", "link", "checkbox", "radio", "switch", "combobox", "textbox", "searchbox", "slider", "spinbutton"],
  ...["tab", "menuitem", "menuitemcheckbox", "treeitem", "option", "tree", "grid", "table", "dialog", "alertdialog"],
  ...["image", "figure", "img", "rowheader", "heading", "region", "group", "Iframe"],
]);

/** Chromium's accessibility tree of a page or one of its frames, as far as screen readers are told of it. */
export class AccessibilityTree {
  readonly things: readonly AccessibleThing[];

  /** Reads the tree of the page itself. */
  static async ofPage(page: Page): Promise<AccessibilityTree> {
    return AccessibilityTree.#read(page, () => undefined);
  }

  /** Reads the tree of the innermost frame of a webview. */
  static async ofWebview(frame: Frame): Promise<AccessibilityTree> {
    return AccessibilityTree.#read(frame.page(), (session) => frameId(session, frame));
  }

  static async #read(
    page: Page,
    frameOf: (session: CDPSession) => Promise<string> | undefined,
  ): Promise<AccessibilityTree> {
    const session = await page.context().newCDPSession(page);
    try {
      const frame = await frameOf(session);
      const { nodes } = await session.send("Accessibility.getFullAXTree", frame ? { frameId: frame } : {});
      return new AccessibilityTree(
        nodes
          .filter(({ ignored }) => !ignored)
          .map(({ role, name, description, properties = [] }) => ({
            role: String(role?.value ?? ""),
            name: String(name?.value ?? ""),
            description: String(description?.value ?? ""),
            states: Object.fromEntries(properties.map((one) => [one.name, one.value.value])),
          })),
      );
    } finally {
      await session.detach();
    }
  }

  private constructor(things: readonly AccessibleThing[]) {
    this.things = things;
  }

  /** Those of a role, in the order of the tree. */
  having(role: string): readonly AccessibleThing[] {
    return this.things.filter((one) => one.role === role);
  }

  /** The names of those of a role. */
  names(role: string): readonly string[] {
    return this.having(role).map(({ name }) => name);
  }

  /** What can be reached and has no name, by role. */
  nameless(): readonly string[] {
    return this.things.filter(({ role, name }) => rolesToName.has(role) && name.trim() === "").map(({ role }) => role);
  }

  /** What would be said twice: the description repeats the name. */
  repeated(): readonly string[] {
    const plain = (text: string) => text.replaceAll(/[\s,]+/g, " ").trim();
    return this.things
      .filter(({ role, name, description }) => rolesToName.has(role) && plain(name) === plain(description))
      .map(({ role, name }) => `${role} ${name}`);
  }
}

interface FrameTree {
  readonly frame: { readonly id: string; readonly url: string };
  readonly childFrames?: readonly FrameTree[];
}

/** VS Code names and moves the frames of a webview as it loads; what they have in common is the id in their addresses. */
async function frameId(session: CDPSession, wanted: Frame): Promise<string> {
  const idOf = (url: string) => new URL(url).searchParams.get("id");
  const { frameTree } = await session.send("Page.getFrameTree");
  const all = (tree: FrameTree): readonly FrameTree["frame"][] => [
    tree.frame,
    ...(tree.childFrames ?? []).flatMap((child) => all(child)),
  ];
  const innermost = all(frameTree).findLast(({ url }) => URL.canParse(url) && idOf(url) === idOf(wanted.url()));
  if (!innermost) throw new Error(`No frame is at ${wanted.url()}.`);
  return innermost.id;
}
