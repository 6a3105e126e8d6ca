/**
 * The README as it ships: a gallery and VS Code's page of an extension resolve no relative address. With a repository,
 * pictures and links lead into it, at the commit that was packed; without one, pictures and what held nothing else are left
 * out, and links to other files become their words.
 * @param {string} readme
 * @param {string | undefined} repository such as `https://github.com/owner/name`
 * @param {string} commit a tag or a commit of the repository
 */
export function packedReadme(readme, repository, commit) {
  if (repository)
    return rewrite(readme, (file, isPicture) => `${repository}/${isPicture ? "raw" : "blob"}/${commit}/${file}`);
  return withoutPictures(readme).replaceAll(/(?<!!)\[([^\]]*)\]\((?!https?:|#)[^)\s]*\)/g, (_, words) => words);
}

function rewrite(text, addressOf) {
  return text.replaceAll(
    /(!?)\[([^\]]*)\]\((?!https?:|#)([^)\s]+)\)/g,
    (_, mark, words, file) => `${mark}[${words}](${addressOf(file, mark === "!")})`,
  );
}

/** Paragraphs and tables that hold nothing but pictures, or a link to another file, go as a whole. */
function withoutPictures(text) {
  const picture = /!\[[^\]]*\]\((?!https?:)[^)\s]*\)/g;
  const blocks = text.split("\n\n").filter((block) => {
    if (/^\[[^\]]*\]\((?!https?:|#)[^)\s]*\)$/.test(block)) return false;
    if (!picture.test(block)) return true;
    picture.lastIndex = 0;
    const lines = block.split("\n");
    const rows = lines[0]?.startsWith("|") ? lines.slice(2) : lines;
    return rows.some((line) => line.replaceAll(picture, "").replaceAll(/[|\s]/g, "") !== "");
  });
  return blocks.join("\n\n").replaceAll(picture, "");
}
