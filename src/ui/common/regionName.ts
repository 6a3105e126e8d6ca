import * as vscode from "vscode";
import type { Region, regions } from "../../ipam/regions.ts";

/**
 * The place a region id stands for, in the person's language, as Alibaba Cloud's console names it. A region that the person
 * added has no other name than its id.
 */
export function regionName(region: Region): string {
  known ??= new Map(Object.entries(names()));
  return known.get(region) ?? region;
}

/** The language stays what it was when VS Code started. */
let known: ReadonlyMap<string, string> | undefined;

function names(): Readonly<Record<(typeof regions)[number], string>> {
  const { t } = vscode.l10n;
  return {
    "cn-qingdao": t("Qingdao"),
    "cn-beijing": t("Beijing"),
    "cn-zhangjiakou": t("Zhangjiakou"),
    "cn-huhehaote": t("Hohhot"),
    "cn-wulanchabu": t("Ulanqab"),
    "cn-hangzhou": t("Hangzhou"),
    "cn-shanghai": t("Shanghai"),
    "cn-nanjing": t("Nanjing"),
    "cn-fuzhou": t("Fuzhou"),
    "cn-shenzhen": t("Shenzhen"),
    "cn-heyuan": t("Heyuan"),
    "cn-guangzhou": t("Guangzhou"),
    "cn-wuhan-lr": t("Wuhan"),
    "cn-chengdu": t("Chengdu"),
    "cn-hongkong": t("Hong Kong"),
    "ap-southeast-1": t("Singapore"),
    "ap-southeast-2": t("Sydney"),
    "ap-southeast-3": t("Kuala Lumpur"),
    "ap-southeast-5": t("Jakarta"),
    "ap-southeast-6": t("Manila"),
    "ap-southeast-7": t("Bangkok"),
    "ap-northeast-1": t("Tokyo"),
    "ap-northeast-2": t("Seoul"),
    "eu-central-1": t("Frankfurt"),
    "eu-west-1": t("London"),
    "us-east-1": t("Virginia"),
    "us-west-1": t("Silicon Valley"),
    "me-east-1": t("Dubai"),
    "me-central-1": t("Riyadh"),
    "cn-beijing-finance-1": t("Beijing Finance"),
    "cn-hangzhou-finance": t("Hangzhou Finance"),
    "cn-shanghai-finance-1": t("Shanghai Finance"),
    "cn-shenzhen-finance-1": t("Shenzhen Finance"),
  };
}
