/**
 * The import rules of ARCHITECTURE.md, checked by scripts/check-imports.ts. Paths are relative to the repository.
 * A rule with `dependencyTypesNot: ['type-only']` forbids code but lets types pass.
 */

const OURS = '^(main|renderer|models|device|hq|test|scripts)/';
const NOT_CONTRACT = '^main/(?!contract/)';

/** The way of a frame. A stage knows the types of the stages before it, and nothing of those after it. */
const STAGES = ['frames', 'landmarks', 'lips', 'light', 'paint'];

/** @type {(stages: string[]) => string} */
const foldersOf = (stages) => `^renderer/tryon/(${stages.join('|')})/`;

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const noLaterStage = STAGES.slice(0, -1).map((stage, i) => ({
  name: `${stage}-knows-no-later-stage`,
  comment: 'A frame goes one way: move what both stages need to a folder beside them.',
  severity: 'error',
  from: { path: foldersOf([stage]) },
  to: { path: foldersOf(STAGES.slice(i + 1)) },
}));

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const typesOfEarlierStages = STAGES.slice(1).map((stage, i) => ({
  name: `${stage}-takes-types-only`,
  comment: 'A stage takes what earlier stages made as data, by its type; the worker calls the stages.',
  severity: 'error',
  from: { path: foldersOf([stage]) },
  to: { path: foldersOf(STAGES.slice(0, i + 1)), dependencyTypesNot: ['type-only'] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-unresolvable',
      comment: 'The imported file or package does not exist: correct the path or add the dependency.',
      severity: 'error',
      from: {},
      // Vite resolves `?url` imports, and its build fails on a missing one.
      to: { couldNotResolve: true, pathNot: '[?]url$' },
    },
    {
      name: 'no-circular',
      comment: 'Two modules need each other: move what they share to a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'contract-stands-alone',
      comment: 'main/contract is what everybody may import, so it imports nothing of ours.',
      severity: 'error',
      from: { path: '^main/contract/' },
      to: { path: OURS, pathNot: '^main/contract/' },
    },
    {
      name: 'only-the-contract-of-main',
      comment: 'Renderer, models, devices and HQ see nothing of the service but its contract.',
      severity: 'error',
      from: { path: '^(renderer|models|device|hq)/' },
      to: { path: NOT_CONTRACT },
    },
    {
      name: 'nothing-imports-a-shell',
      comment: 'Electron and headless shells put everything together; nothing may lean on them.',
      severity: 'error',
      from: { path: OURS, pathNot: '^(main/(electron|headless)|test)/' },
      to: { path: '^main/(electron|headless)/' },
    },
    {
      name: 'shells-stand-apart',
      comment: 'Each shell works without the other: move what they share out of both.',
      severity: 'error',
      from: { path: '^main/(electron|headless)/' },
      to: { path: '^main/(electron|headless)/', pathNot: '^main/$1/' },
    },
    {
      name: 'store-knows-no-user-of-it',
      comment: 'visits, stats and sync import the store, never the other way round.',
      severity: 'error',
      from: { path: '^main/store/' },
      to: { path: '^main/(visits|members|staff|stats|sync)/' },
    },
    {
      name: 'calibration-is-pure',
      comment:
        'main/calibrate is numbers in, numbers out: camera, files and words belong to main/headless/calibrate.',
      severity: 'error',
      from: { path: '^main/calibrate/' },
      to: { path: '(^node_modules/|^main/)', pathNot: '^main/(calibrate|contract)/' },
    },
    {
      name: 'service-knows-no-page',
      comment: 'The service and the page meet at the contract.',
      severity: 'error',
      from: { path: '^(main/(?!headless/|electron/)|device/|hq/)' },
      to: { path: '^renderer/' },
    },
    {
      name: 'models-are-leaves',
      comment: 'Models are data and generators: they import no other part of the product.',
      severity: 'error',
      from: { path: '^models/' },
      to: { path: '^(renderer|device|hq)/' },
    },
    {
      name: 'topology-is-data',
      comment: 'models/topology is importable by all, so it imports nothing of ours.',
      severity: 'error',
      from: { path: '^models/topology/' },
      to: { path: OURS, pathNot: '^models/topology/' },
    },
    ...noLaterStage,
    ...typesOfEarlierStages,
    {
      name: 'stages-know-no-page',
      comment: 'The frame loop imports nothing of the page; they talk through renderer/tryon/messages.ts.',
      severity: 'error',
      from: { path: '^renderer/tryon/' },
      to: { path: '^renderer/(?!tryon/)' },
    },
    {
      name: 'page-reaches-into-no-stage',
      comment:
        'Page and screens know the messages to the worker and what a look is, nothing of how it paints.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '^renderer/tryon/' },
      to: { path: '^renderer/tryon/', pathNot: '^renderer/tryon/(messages|picture-messages|look)\\.ts$' },
    },
    {
      name: 'stages-are-pure',
      comment:
        'But for frames, landmarks and the worker, try-on is typed arrays only, so that Node can test it.',
      severity: 'error',
      from: { path: '^renderer/tryon/[^/]+/', pathNot: '^renderer/tryon/(frames|landmarks)/' },
      to: { path: '(^node_modules/|^renderer/tryon/(frames|landmarks)/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-test-in-the-product',
      comment: 'Product code must not need test code.',
      severity: 'error',
      from: { path: '^(main|renderer|models|device|hq|scripts)/' },
      to: { path: '^test/' },
    },
    {
      name: 'product-needs-no-dev-dependency',
      comment: 'What the product imports must be in "dependencies".',
      severity: 'error',
      from: { path: '^(main|renderer|models|device|hq)/' },
      // Electron is what the shell runs in, not a package that it carries.
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/electron/',
      },
    },
    {
      name: 'electron-in-its-entries-only',
      comment:
        'Importing electron outside of it downloads and throws: take it as an argument, and its types by type.',
      severity: 'error',
      from: { path: OURS, pathNot: '^main/electron/(main|preload)\\.ts$' },
      to: { path: '^node_modules/electron/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
