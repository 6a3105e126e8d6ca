import * as vscode from "vscode";
import type { IpamError } from "../../ipam/IpamError.ts";
import { plainText } from "../common/plainText.ts";

/** What an error was in two or three words, where it is one of the usual ones. */
export function shortCause({ reason, detail }: IpamError): string | undefined {
  const { t } = vscode.l10n;
  switch (reason) {
    case "forbidden":
      return t("No permission: {0}", plainText(detail.ramAction ?? detail.action ?? "?"));
    case "serviceNotOpened":
      return t("VPC IPAM is not activated in this account");
    case "credentialsUnavailable":
      return t("Secret not available");
    case "invalidCredentials":
      return t("AccessKey refused");
    case "expiredCredentials":
      return t("Credentials expired");
    case "proxy":
      if (detail.httpStatus === undefined) return t("Proxy not reachable");
      return detail.httpStatus === 407 ? t("Proxy authentication required") : t("Refused by the proxy");
    case "untrusted":
      return t("Certificate not trusted");
    case "unreachable":
    case "timeout":
      return t("No answer");
    default:
      return undefined;
  }
}
