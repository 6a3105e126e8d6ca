import type { Contents } from "../Contents.ts";
import { contentsOf } from "../contentsOf.ts";
import { interpolated } from "../interpolated.ts";
import { mapValue } from "../mapValue.ts";
import { objectEntry } from "../objectEntry.ts";
import type { Provider } from "../Provider.ts";
import type { Value } from "../Value.ts";
import type { Entry } from "./Entry.ts";
import { pulumiResource } from "./pulumiResource.ts";
import { rosResource } from "./rosResource.ts";

/** What one entry of a section says, in a ROS template or a Pulumi project. */
export function sectionContents(section: string, entry: Entry): Contents {
  const { key, value } = entry;
  switch (section) {
    case "Resources":
      return rosResource(entry);
    case "resources":
      return pulumiResource(entry);
    case "Parameters": {
      const given = objectEntry(value, "Default");
      return contentsOf({ definitions: new Map(given ? [[key, given]] : []) });
    }
    case "variables":
      return contentsOf({ definitions: new Map([[key, mapValue(value, interpolated)]]) });
    default:
      return key === "alicloud:region" ? contentsOf({ providers: [defaultProvider(value)] }) : contentsOf();
  }
}

/** The stack's own provider. Its region stands as it is, or as the default of a configuration that is declared. */
function defaultProvider(value: Value): Provider {
  return {
    key: "alicloud",
    region: objectEntry(value, "value") ?? objectEntry(value, "default") ?? value,
    identity: "",
  };
}
