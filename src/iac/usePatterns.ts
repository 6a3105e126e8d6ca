import type { Format } from "./formatOf.ts";

const terraform =
  /(?<![\w.-])(?:data\.)?alicloud_(?:vpc_ipam_ipams?|vpc_ipam_ipam_resource_discovery)\.[A-Za-z_][\w-]*(?:\.\w+|\[(?:"[^"\]\n]*"|[\w.]+)\])*/g;
const rosTag = /!(?:GetAtt|Ref)[ \t]+([\w-]+(?:\.\w+)?)/g;
const rosFunction =
  /["']?Fn::GetAtt["']?[ \t]*:\s*\[?\s*(?:-[ \t]*)?["']?([\w-]+["']?[ \t]*(?:[,.]|\n\s*-)\s*["']?\w+)/g;
const pulumi = /\$\{([A-Za-z_][\w-]*(?:\.\w+)*)\}/g;

/** What a reference to a declaration looks like anywhere in a document; the last group, or all of it, is the path. */
export const usePatterns: Readonly<Record<Format, readonly RegExp[]>> = {
  hcl: [terraform],
  terraformJson: [terraform],
  yaml: [rosTag, rosFunction, pulumi],
  json: [rosFunction, pulumi],
  typescript: [],
  python: [],
  text: [],
};
