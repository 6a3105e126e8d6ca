/**
 * Gives every file of a zip archive the mode of a plain file, in place: what it would have otherwise follows from the
 * umask of whoever packed it.
 */
export function levelModes(zip) {
  // The directory at the end of the archive holds the modes; its own place and count stand in the record after it.
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let place = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    zip.writeUInt32LE(0o100644 * 0x10000, place + 38);
    place += 46 + zip.readUInt16LE(place + 28) + zip.readUInt16LE(place + 30) + zip.readUInt16LE(place + 32);
  }
  return zip;
}
