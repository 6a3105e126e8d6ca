import type { SourceChange } from "./bundleSimulation.ts";
import type { Invariant } from "./invariants.ts";

/** A mistake that could be made, or was, and the promise that it breaks. */
export interface KnownMistake {
  readonly name: string;
  readonly breaks: readonly Invariant[];
  readonly changes: readonly SourceChange[];
}

const untrueRefusal: readonly Invariant[] = [
  "nothing takes effect of what was reported as without effect",
  "a dry run without effect changed nothing",
];

/** Mistakes that a simulation has to find. */
export const knownMistakes: readonly KnownMistake[] = [
  {
    name: "a code that nobody knows counts as a refusal",
    breaks: untrueRefusal,
    changes: [
      {
        file: "src/alibaba/provesRefusal.ts",
        from: "return kind === undefined ? isRefusedByGateway(code) : !withoutProof.has(kind);",
        to: "return kind === undefined ? true : !withoutProof.has(kind);",
      },
    ],
  },
  {
    name: "a server error with a code counts as a refusal",
    breaks: untrueRefusal,
    changes: [
      {
        file: "src/alibaba/provesRefusal.ts",
        from: "if (httpStatus === undefined || httpStatus < 400 || httpStatus >= 500) return false;",
        to: 'if (httpStatus !== undefined && httpStatus >= 500) return code !== "";',
      },
    ],
  },
  {
    name: "a cancel while a throttled change waits does not keep the next try from leaving",
    breaks: ["nothing leaves after a cancel", "a request that is waited for has left"],
    changes: [
      {
        file: "src/alibaba/OpenApiCaller.ts",
        from: "const course: Course = { call, signal, beforeSend",
        to: "const course: Course = { call, signal: call.mayChange && !call.finalIfAccepted ? undefined : signal, beforeSend",
      },
      {
        file: "src/ipam/sendChange.ts",
        from: "if (signal?.aborted) throw cancelled();",
        to: "",
      },
      {
        file: "src/ipam/sendChange.ts",
        from: "if (isTakenOver || signal?.aborted) throw cancelled();",
        to: "if (isTakenOver) throw cancelled();",
      },
    ],
  },
  {
    name: "the journal is not read again before a retry",
    breaks: ["nothing leaves of what another window has taken over or settled"],
    changes: [
      {
        file: "src/ipam/sendChange.ts",
        from: "isTakenOver = !(await maySend(intent, journal));",
        to: "isTakenOver = !failure && !unproven && !(await maySend(intent, journal));",
      },
    ],
  },
  {
    name: "a last reading that failed counts as one that showed the association",
    breaks: ["an outcome was read"],
    changes: [{ file: "src/ipam/observeChange.ts", from: "return unread\n", to: "return unread && look < 0\n" }],
  },
  {
    name: "the wall clock decides whether a window still works on a change",
    breaks: ["a change stays with a living window"],
    changes: [
      {
        file: "src/ipam/Journal.ts",
        from: 'holder.host === "" ? clock.now() - holder.at : clock.elapsed() - holder.elapsed',
        to: "clock.now() - holder.at",
      },
    ],
  },
  {
    name: "a hold of another start stands though nobody renews it",
    breaks: ["every change is settled"],
    changes: [
      {
        file: "src/ipam/Journal.ts",
        from: "!isSameStart(holder, this.#signed())) return this.#isRenewed(intent.id, holder, holdMs);",
        to: "!isSameStart(holder, this.#signed())) return true;",
      },
    ],
  },
  {
    name: "a hold that grew old while the machine slept is taken over at once",
    breaks: ["a change stays with a living window", "nothing leaves of what another window has taken over or settled"],
    changes: [
      {
        file: "src/ipam/Journal.ts",
        from: "return age < holdMs || this.#isRenewed(intent.id, holder, wakingMs);",
        to: "return age < holdMs;",
      },
    ],
  },
  {
    name: "a window of another machine counts as one that has ended",
    breaks: ["a change stays with a living window"],
    changes: [
      { file: "src/ipam/Journal.ts", from: "return this.#isRenewed(intent.id, holder, holdMs);", to: "return false;" },
    ],
  },
  {
    name: "an alarm is not journalled",
    breaks: ["a loss is blamed on nobody wrongly", "every sentence is true"],
    changes: [
      {
        file: "src/ipam/ChangeRunner.ts",
        from: "onAlarm: async () => {",
        to: "onAlarm: async () => {\n        if (clientToken) return;",
      },
    ],
  },
  {
    name: "a cancel hides an alarm",
    breaks: ["an alarm is reported"],
    changes: [
      {
        file: "src/ipam/ChangeRunner.ts",
        from: 'if (check.verdict === "alarm") this.#step(action, target, { phase: "checked", check, late: true });',
        to: "",
      },
    ],
  },
  {
    name: "a change from here explains every later loss",
    breaks: ["a loss is reported"],
    changes: [
      {
        file: "src/ipam/LossCause.ts",
        from: 'outcome?.outcome === "dissociated" && !isSeenSince',
        to: 'outcome?.outcome === "dissociated"',
      },
    ],
  },
  {
    name: "one association through two profiles is sent twice",
    breaks: ["the steps of a target are in order", "each target has one result", "one confirmation has one token"],
    changes: [
      {
        file: "src/ipam/Target.ts",
        from: "const key = associationKey(target);\n    if (!first",
        to: "const key = targetKey(target);\n    if (!first",
      },
    ],
  },
  {
    name: "a loss that another window was to report is forgotten",
    breaks: ["a loss is reported"],
    changes: [
      {
        file: "src/ipam/LossWatch.ts",
        from: 'if (claim.by === "another") return false;',
        to: 'if (claim.by === "another") return true;',
      },
    ],
  },
  {
    name: "a dry run that passed with a server error's status is sent again",
    breaks: ["a passed dry run is not sent again"],
    changes: [
      {
        file: "src/alibaba/toCallError.ts",
        from: "const entry = errorCatalogue(code) ??",
        to: "const entry = (status !== undefined && status >= 500 ? undefined : errorCatalogue(code)) ??",
      },
      {
        file: "src/alibaba/RetryPolicy.ts",
        from: "if (detail.code === dryRunPassed) return false;",
        to: "",
      },
    ],
  },
  {
    name: "an outcome that was read is reported without the RequestId of its answer",
    breaks: ["every sentence is true"],
    changes: [
      {
        file: "src/ipam/sendChange.ts",
        from: "return { requestId: met.detail.requestId ?? latestRequestId, error: met };",
        to: "return { requestId: met.detail.requestId, error: met };",
      },
    ],
  },
  {
    name: "a lost dry run is journalled only when a list shows its effect",
    breaks: ["a loss is blamed on nobody wrongly"],
    changes: [
      {
        file: "src/ipam/DryRunAlarm.ts",
        from: "await onAlarm?.();\n  const read = await attempt(readAssociation(api, target));\n  const observed = observedIn(read);",
        to: 'const read = await attempt(readAssociation(api, target));\n  const observed = observedIn(read);\n  if ((observed === "associated") === (action === "associate")) await onAlarm?.();',
      },
    ],
  },
  {
    name: "a table of results says that nothing was changed, whatever the answers prove",
    breaks: ["every sentence is true"],
    changes: [
      {
        file: "src/ui/results/statusText.ts",
        from: "report.checks.every(isWithoutEffect)",
        to: "report.checks.length >= 0",
      },
    ],
  },
  {
    name: "what is not waited for is reported as not sent",
    breaks: ["every sentence is true"],
    changes: [
      {
        file: "src/ui/dissociate/reportText.ts",
        from: 'if ("leftWaiting" in end) {',
        to: 'if ("leftWaiting" in end) {\n    if (end) return { severity: "warning", text: notSentText(subject) };',
      },
    ],
  },
  {
    name: "a row of the table says that nothing was sent of what another window took over after a try",
    breaks: ["every sentence is true"],
    changes: [
      { file: "src/ipam/BulkOutcome.ts", from: 'return end.refusal ? "refused" : "notSent";', to: 'return "notSent";' },
    ],
  },
  {
    name: "a lost dry run is reported as one that was answered",
    breaks: ["every sentence is true"],
    changes: [
      {
        file: "src/ui/dissociate/alarmText.ts",
        from: "    lost\n      ? t(",
        to: "    lost && unreadable\n      ? t(",
      },
    ],
  },
  {
    name: "an outcome that cannot be written is dropped",
    breaks: ["a loss is blamed on nobody wrongly", "every change is settled", "an outcome was read"],
    changes: [
      {
        file: "src/ipam/Journal.ts",
        from: "onUnwritten(error);\n      this.#rewriting",
        to: "this.#unwritten = [];\n      onUnwritten(error);\n      this.#rewriting",
      },
    ],
  },
];
