/** How long a dry run says what a dissociation would do: five minutes, in milliseconds. */
export const freshMs = 5 * 60_000;
