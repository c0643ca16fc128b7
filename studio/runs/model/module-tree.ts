/** The modules of a model as a tree, from what the folder of a run says of them. */

/** A module, or one call of it. */
export interface ModuleFact {
  readonly name: string;
  readonly kind: string;
  /** The modules that gave out one of the tensors that it takes. */
  readonly from?: readonly string[];
  /** The modules whose tensors lie behind what it takes; `>name` is what that one takes. */
  readonly behind?: readonly string[];
  /** The same of what it says, of a module with others inside. */
  readonly made?: readonly string[];
  readonly outputs?: readonly (readonly number[])[];
  readonly time?: number;
  readonly bytes?: number;
}

/** A parameter. */
export interface ParameterFact {
  readonly name: string;
  readonly shape: readonly number[];
  readonly numel: number;
}

/** What `model.json` has. */
export interface ModelFacts {
  readonly modules: readonly ModuleFact[];
  readonly parameters: readonly ParameterFact[];
}

/** A module with those inside it. */
export interface ModuleNode extends ModuleFact {
  readonly children: ModuleNode[];
  /** Its name in the module around it; `layers.0` where `layers` is no module that is called. */
  label: string;
  /** Numbers that it learns, those inside included. */
  parameters: number;
}

/** The names of the modules around a module or a parameter, itself first, the model last. */
function around(name: string): string[] {
  const parts = name.split('.');
  const names = parts.map((_, i) => parts.slice(0, parts.length - i).join('.'));
  return name === '' ? [''] : [...names, ''];
}

/** The modules by name; the calls of one module are added up. */
function nodesOf(modules: readonly ModuleFact[]): Map<string, ModuleNode> {
  const nodes = new Map<string, ModuleNode>();
  for (const { time = 0, bytes = 0, ...fact } of modules) {
    const known = nodes.get(fact.name);
    nodes.set(fact.name, {
      ...fact,
      time: time + (known?.time ?? 0),
      bytes: bytes + (known?.bytes ?? 0),
      children: [],
      label: fact.name,
      parameters: 0,
    });
  }
  return nodes;
}

/** The modules as a tree, from the model on. */
export function moduleTree(model: ModelFacts): ModuleNode {
  const nodes = nodesOf(model.modules);
  const root = nodes.get('') ?? { name: '', kind: 'model', children: [], label: '', parameters: 0 };
  nodes.set('', root);
  root.label = 'model';
  for (const node of nodes.values()) {
    if (node === root) continue;
    const parent = around(node.name).find((name) => name !== node.name && nodes.has(name)) ?? '';
    nodes.get(parent)?.children.push(node);
    node.label = parent === '' ? node.name : node.name.slice(parent.length + 1);
  }
  for (const { name, numel } of model.parameters) {
    for (const node of around(name).flatMap((one) => nodes.get(one) ?? [])) {
      node.parameters += numel;
    }
  }
  return root;
}

/** A model with fewer modules is open from the start. */
export const fewModules = 40;

/** Modules in the tree. */
export function sizeOf(node: ModuleNode): number {
  return node.children.reduce((sum, child) => sum + sizeOf(child), 1);
}
