import { Language, Parser, type Tree } from "web-tree-sitter";

/** The two WebAssembly modules, as bytes: where they come from is the caller's affair. */
export interface HclModules {
  /** web-tree-sitter.wasm */
  readonly runtime: Uint8Array;
  /** tree-sitter-terraform.wasm */
  readonly grammar: Uint8Array;
}

/** The grammar of HCL, ready to parse. */
export class HclGrammar {
  readonly #parser: Parser;

  private constructor(parser: Parser) {
    this.#parser = parser;
  }

  static async load({ runtime, grammar }: HclModules): Promise<HclGrammar> {
    await Parser.init({ wasmBinary: runtime });
    const parser = new Parser();
    parser.setLanguage(await Language.load(grammar));
    return new HclGrammar(parser);
  }

  /** Hands the tree of a text to a visitor and frees it afterwards: trees live outside of what JavaScript collects. */
  visit<T>(text: string, visitor: (tree: Tree) => T): T | undefined {
    const tree = this.#parser.parse(text);
    if (!tree) return undefined;
    try {
      return visitor(tree);
    } finally {
      tree.delete();
    }
  }
}
