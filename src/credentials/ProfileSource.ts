/** Where a profile's credentials come from when none are kept for it. Holds no secret. */
export type ProfileSource =
  | {
      /** A profile of the Aliyun CLI's file, by its name there. */
      readonly from: "cli";
      readonly cliProfile: string;
    }
  | { readonly from: "environment" }
  | {
      /** A RAM role, assumed with the credentials of another profile. */
      readonly from: "role";
      /** Id of that profile. */
      readonly base: string;
      readonly roleArn: string;
      readonly sessionName: string;
      readonly durationSeconds: number;
      readonly externalId?: string | undefined;
    };

/** Reads a stored source. Undefined when it is damaged. */
export function parseProfileSource(value: unknown): ProfileSource | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const fields: Partial<Record<string, unknown>> = { ...value };
  switch (fields["from"]) {
    case "environment":
      return { from: "environment" };
    case "cli": {
      const cliProfile = text(fields["cliProfile"]);
      return cliProfile === undefined ? undefined : { from: "cli", cliProfile };
    }
    case "role": {
      const base = text(fields["base"]);
      const roleArn = text(fields["roleArn"]);
      const sessionName = text(fields["sessionName"]);
      const { durationSeconds, externalId } = fields;
      if (!base || !roleArn || !sessionName || !Number.isSafeInteger(durationSeconds)) return undefined;
      if (externalId !== undefined && !text(externalId)) return undefined;
      const role = { from: "role", base, roleArn, sessionName, durationSeconds: Number(durationSeconds) } as const;
      return externalId === undefined ? role : { ...role, externalId: String(externalId) };
    }
    default:
      return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
