const configure = "In a terminal, run aliyun configure --profile {subject} to set it up anew.";
const addAgain = "Remove this profile and add it again.";

/**
 * What each reason means to a person, with what to do about it. The sentences are keys of the l10n bundle; none quotes
 * what a file, a program or a server said.
 */
export const sourceSentences = {
  fileMissing: {
    what: "The file {subject} does not exist.",
    advice: "Set the Aliyun CLI up with aliyun configure, or sign in to this account in another way.",
  },
  fileUnreadable: {
    what: "The file {subject} cannot be read ({part}).",
    advice: "Check that it is a file, and that you may read it.",
  },
  fileTooLarge: {
    what: "The file {subject} is too large to be what it should be.",
    advice: "Check what it holds.",
  },
  fileDamaged: {
    what: "The file {subject} is not written as the Aliyun CLI writes it.",
    advice: "Open it and correct its JSON, or set the CLI up anew with aliyun configure.",
  },
  profileMissing: {
    what: "The Aliyun CLI has no profile {subject} any more.",
    advice: "Set it up again in the CLI, or remove this profile here and add another.",
  },
  noProfile: {
    what: "The Aliyun CLI has no profile that can be used here.",
    advice: "Set one up with aliyun configure.",
  },
  modeUnknown: {
    what: "The profile {subject} of the Aliyun CLI has a mode that this extension does not know.",
    advice: "Use a profile of another mode.",
  },
  modeUnsupported: {
    what: "The profile {subject} of the Aliyun CLI has the mode {part}, which gives no credentials to sign with.",
    advice: "Use a profile of another mode.",
  },
  fieldMissing: { what: "The profile {subject} of the Aliyun CLI lacks {part}.", advice: configure },
  fieldInvalid: { what: "The profile {subject} of the Aliyun CLI has an unusable {part}.", advice: configure },
  cachedExpired: {
    what: "The sign-in of the Aliyun CLI's profile {subject} has expired.",
    advice: "In a terminal, run aliyun configure --profile {subject} to sign in anew.",
  },
  chainLoops: {
    what: "The profiles of the Aliyun CLI that {subject} builds on go round in a circle.",
    advice: "Correct source_profile in the CLI's file.",
  },
  environmentEmpty: {
    what: "The environment of VS Code holds no AccessKey.",
    advice:
      "Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, then start VS Code from where they are set.",
  },
  baseMissing: {
    what: "The profile that this role was assumed with has been removed.",
    advice: addAgain,
  },
  accountChanged: {
    what: "The credentials of this profile belong to another account now ({subject}).",
    advice: "Add a new profile for that account, so that the two are not mistaken for each other.",
  },
  otherAccount: {
    what: "These credentials belong to another account ({subject}), so that they were not kept.",
    advice: "Enter those of this profile's account, or add a profile for the other one.",
  },
  commandNotAllowed: {
    what: "The profile {subject} of the Aliyun CLI gets its credentials from a program that you have not allowed to run.",
    advice: "Switch to this profile to be asked again.",
  },
  programsDisabled: {
    what: "Credentials from programs and addresses are turned off here by ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS.",
    advice: "Use a profile of another mode.",
  },
  commandFailed: {
    what: "The program that gives the credentials of the profile {subject} failed ({part}).",
    advice: "Run it in a terminal to see why.",
  },
  commandTimedOut: {
    what: "The program that gives the credentials of the profile {subject} did not end within a minute.",
    advice: "Run it in a terminal to see why.",
  },
  commandUnusable: {
    what: "The program that gives the credentials of the profile {subject} printed something else.",
    advice: "It must print one JSON object with mode AK or StsToken and the keys.",
  },
  addressRefused: {
    what: "The address that the profile {subject} gets its credentials from is neither https nor on this machine.",
    advice: "Correct credentials_uri in the CLI's file.",
  },
  addressFailed: {
    what: "The address that the profile {subject} gets its credentials from gave none ({part}).",
    advice: "Check that what serves them is running.",
  },
  metadataDisabled: {
    what: "The metadata service is turned off here by ALIBABA_CLOUD_ECS_METADATA_DISABLED.",
    advice: "Use a profile of another mode.",
  },
  metadataFailed: {
    what: "The metadata service of the ECS instance gave no credentials ({part}).",
    advice: "This mode works on an ECS instance that has a RAM role, and nowhere else.",
  },
} as const;
