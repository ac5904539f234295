/** Imported first by every entry: stops with one sentence when the running Node is not the one the product is made for. */

const NEEDED_MAJOR = 24;

if (Number(process.versions.node.split('.')[0]) !== NEEDED_MAJOR) {
  console.error(
    `Vermilion runs on Node ${NEEDED_MAJOR}, but this is Node ${process.versions.node}. ` +
      'Start it through its npm scripts (npm start, npm test, …), which bring their own Node.',
  );
  process.exit(1);
}
