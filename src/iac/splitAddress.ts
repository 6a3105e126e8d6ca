/** An address as that of its declaration and the index of an instance, which is empty for one without. */
export function splitAddress(address: string): { declared: string; index: string } {
  const open = address.endsWith("]") ? address.indexOf("[") : -1;
  return open < 0 ? { declared: address, index: "" } : { declared: address.slice(0, open), index: address.slice(open) };
}
