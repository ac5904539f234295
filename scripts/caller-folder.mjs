/**
 * Where the person who typed an npm command stands: npm itself runs it in the repository, and its paths are hers.
 * @param {string} command the script's name
 */
export function callerFolder(command) {
  return (process.env.npm_lifecycle_event === command && process.env.INIT_CWD) || process.cwd();
}
