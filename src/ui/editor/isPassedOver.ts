/** Directories that hold no source of their project: dependencies, output, and what begins with a dot. */
export function isPassedOver(directory: string): boolean {
  return /^(?:\.|node_modules$|venv$|__pycache__$|dist$|bin$)/.test(directory);
}
