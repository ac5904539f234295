/** JSON that a person wrote: parsed strictly, with the line of whatever is wrong in it. */
import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';

const STRICT = { disallowComments: true, allowTrailingComma: false };

/** A path into the text, such as ['shades', 3, 'swatch']. */
export type Path = (string | number)[];

export type JsonText =
  /** `lineOf`: where the value stands (from 1); of a key that is missing, where the thing that lacks it begins. */
  { value: unknown; lineOf(path: Path): number } | { brokenLine: number } | { twice: Path; line: number };

export function parseJson(text: string): JsonText {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, STRICT);
  const broken = errors[0]?.offset ?? (root === undefined ? text.length : undefined);
  if (broken !== undefined) return { brokenLine: lineAt(text, broken) };
  const twice = root && findTwice(root, []);
  if (twice) return { twice: twice.path, line: lineAt(text, twice.offset) };
  return { value: JSON.parse(text), lineOf: (path) => lineAt(text, offsetOf(root, path)) };
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

function offsetOf(root: Node | undefined, path: Path): number {
  for (let length = path.length; root !== undefined && length >= 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    // A member's line is that of its key, which may stand above its value.
    if (node) return node.parent?.type === 'property' ? node.parent.offset : node.offset;
  }
  return 0;
}

/** JSON.parse would take the last of two equal keys in silence, and the person would wonder. */
function findTwice(node: Node, path: Path): { path: Path; offset: number } | undefined {
  const seen = new Set<string>();
  for (const [i, child] of (node.children ?? []).entries()) {
    const isMember = child.type === 'property';
    const key: string | number = isMember ? child.children?.[0]?.value : i;
    const value = isMember ? child.children?.[1] : child;
    if (isMember && seen.has(String(key))) return { path: [...path, key], offset: child.offset };
    seen.add(String(key));
    const below = value && findTwice(value, [...path, key]);
    if (below) return below;
  }
  return undefined;
}
