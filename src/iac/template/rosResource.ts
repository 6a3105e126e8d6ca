import type { Contents } from "../Contents.ts";
import { contentsOf } from "../contentsOf.ts";
import type { DeclarationKind, Property } from "../Declaration.ts";
import { mapValue } from "../mapValue.ts";
import { objectEntry } from "../objectEntry.ts";
import type { Value } from "../Value.ts";
import type { Entry } from "./Entry.ts";

const kinds: Readonly<Record<string, DeclarationKind>> = {
  "ALIYUN::VPC::Ipam": "ipam",
  "ALIYUN::VPC::IpamResourceDiscovery": "discovery",
  "ALIYUN::VPC::IpamScope": "scope",
  "ALIYUN::ResourceManager::ResourceShare": "share",
  "ALIYUN::ResourceManager::ResourceShareAssociation": "association",
  "ALIYUN::ResourceManager::SharedTarget": "sharedTarget",
};

const names: Readonly<Record<string, Property>> = {
  IpamName: "name",
  IpamResourceDiscoveryName: "name",
  ResourceShareName: "name",
  OperatingRegionList: "operatingRegions",
  ResourceShareId: "shareId",
  TargetId: "targetId",
  Targets: "targets",
  Resources: "resources",
  IpamId: "ipamId",
};

/** A resource of a ROS template, when it is one that matters. */
export function rosResource({ key, keySpan, whole, value }: Entry): Contents {
  const type = text(objectEntry(value, "Type"));
  const kind = type !== undefined && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (!kind) return contentsOf();
  const properties = new Map<Property, Value>();
  const given = objectEntry(value, "Properties");
  for (const entry of given?.kind === "object" ? given.entries : []) {
    const name = Object.hasOwn(names, entry.key) ? names[entry.key] : undefined;
    if (name) properties.set(name, mapValue(entry.value, intrinsic));
  }
  const declaration = {
    kind,
    address: key,
    header: keySpan,
    whole,
    properties,
    prevented: false,
    retained: text(objectEntry(value, "DeletionPolicy")) === "Retain",
    formerAddresses: [],
  };
  return contentsOf({ declarations: [declaration] });
}

/** `{"Ref": "X"}` and `{"Fn::GetAtt": ["X", "IpamId"]}`, which have short tags in YAML; other functions only a run can tell. */
function intrinsic(value: Value): Value {
  if (value.kind !== "object") return value;
  const [entry, ...others] = value.entries;
  if (!entry || others.length > 0) return value;
  const { key, value: argument } = entry;
  if (key === "Ref" && argument.kind === "literal") {
    return { kind: "reference", path: [String(argument.value)], span: value.span };
  }
  if (key === "Fn::GetAtt" && argument.kind === "literal") {
    return { kind: "reference", path: String(argument.value).split("."), span: value.span };
  }
  if (key === "Fn::GetAtt" && argument.kind === "list") {
    const path = argument.items.map((item) => (item.kind === "literal" ? String(item.value) : "?"));
    return { kind: "reference", path, span: value.span };
  }
  return value;
}

function text(value: Value | undefined): string | undefined {
  return value?.kind === "literal" ? String(value.value) : undefined;
}
