/** What a target that did not end as wanted means for those behind it: they are not tried, or each still has its turn. */
export type OnFailure = "stop" | "continue";
