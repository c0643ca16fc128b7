/** The drawing of a model: what is open stands in its frame, and nothing else costs anything. */

import { describe, expect, it } from 'vitest';
import { graphKey } from '../../studio/runs/model/graph-keys.js';
import {
  boxSize,
  layOutModel,
  type ModuleBox,
  openFromStart,
  portion,
} from '../../studio/runs/model/model-layout.js';
import { type ModuleFact, moduleTree } from '../../studio/runs/model/module-tree.js';

/** `blocks` blocks of four modules each, in an outer module that is alone in the model. */
function towerOf(blocks: number): ReturnType<typeof moduleTree> {
  const modules: ModuleFact[] = [{ name: '', kind: 'Tower' }];
  modules.push({ name: 'body', kind: 'Sequential' });
  for (let i = 0; i < blocks; i++) {
    const name = `body.${i}`;
    // A block adds its input to what its head says, so its head gives out another tensor.
    modules.push({ name, kind: 'Block', from: i === 0 ? [] : [`body.${i - 1}`] });
    modules.push({ name: `${name}.norm`, kind: 'Norm', from: i === 0 ? [] : [`body.${i - 1}`] });
    modules.push({ name: `${name}.linear`, kind: 'Linear', from: [`${name}.norm`] });
    modules.push({ name: `${name}.head`, kind: 'Linear', from: [`${name}.norm`] });
  }
  const parameters = [{ name: 'body.0.linear.weight', shape: [3, 3], numel: 9 }];
  return moduleTree({ modules, parameters });
}

function named(boxes: readonly ModuleBox[], name: string): ModuleBox {
  const box = boxes.find(({ node }) => node.name === name);
  if (box === undefined) throw new Error(`no box of ${name}`);
  return box;
}

describe('the drawing of a model', () => {
  it('puts modules into the frame of the one around, without overlap', () => {
    const root = towerOf(3);
    const { boxes, arrows, more, width, height } = layOutModel(root, openFromStart(root));
    expect(boxes).toHaveLength(14);
    expect(more).toEqual([]);
    for (const { node, x, y, width: wide, height: high } of boxes) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + wide).toBeLessThanOrEqual(width);
      expect(y + high).toBeLessThanOrEqual(height);
      let free = y + boxSize.height;
      for (const child of node.children.map(({ name }) => named(boxes, name))) {
        expect(child.y).toBeGreaterThanOrEqual(free);
        expect(child.x).toBeGreaterThan(x);
        expect(child.x + child.width).toBeLessThan(x + wide);
        free = child.y + child.height;
      }
      expect(free).toBeLessThanOrEqual(y + high);
    }
    expect(arrows).toHaveLength(8);
    const passed = arrows.filter(({ isPassed }) => isPassed).map(({ to }) => to.node.name);
    const linears = [0, 1, 2].map((i) => `body.${i}.linear`);
    expect(passed.sort()).toEqual([...linears, 'body.1', 'body.2'].sort());
  });

  it('draws what goes past modules: residual connections and branches', () => {
    const facts: ModuleFact[] = [
      { name: '', kind: 'Model', from: [], behind: [], made: ['head'] },
      { name: 'stem', kind: 'Linear', from: [], behind: ['>'] },
      {
        name: 'block',
        kind: 'Block',
        from: ['stem'],
        behind: ['stem'],
        made: ['>block.norm2', 'block.ff.1', 'block.ff'],
      },
      { name: 'block.norm1', kind: 'LayerNorm', from: ['stem'], behind: ['stem'] },
      { name: 'block.attn', kind: 'Linear', from: ['block.norm1'], behind: ['block.norm1'] },
      { name: 'block.norm2', kind: 'LayerNorm', from: [], behind: ['stem', 'block.attn'] },
      {
        name: 'block.ff',
        kind: 'Sequential',
        from: ['block.norm2'],
        behind: ['block.norm2'],
        made: ['block.ff.1'],
      },
      { name: 'block.ff.1', kind: 'Linear', from: ['block.norm2'], behind: ['block.norm2'] },
      { name: 'side', kind: 'Linear', from: ['stem'], behind: ['stem'] },
      { name: 'head', kind: 'Linear', from: [], behind: ['block', 'side'] },
    ];
    const root = moduleTree({ modules: facts, parameters: [] });
    const { boxes, arrows, skips, width } = layOutModel(root, openFromStart(root));
    expect(skips.map(({ words }) => words).sort()).toEqual([
      'what block says is part of what head takes',
      'what block takes is part of what norm2 takes',
      'what norm2 takes is part of what block says',
      'what stem says is part of what side takes',
    ]);
    // The side branch follows the block in time alone.
    expect(arrows.map(({ to }) => to.node.name)).not.toContain('side');
    const block = named(boxes, 'block');
    const inside = skips.filter(({ y1 }) => y1 > block.y && y1 < block.y + block.height);
    const right = Math.max(
      ...block.node.children
        .map(({ name }) => named(boxes, name))
        .map(({ x, width: wide }) => x + wide),
    );
    for (const { lane, y1, y2 } of inside.filter(({ words }) => words.includes('norm2'))) {
      expect(lane).toBeGreaterThan(right);
      expect(lane).toBeLessThan(block.x + block.width);
      expect(y2).toBeGreaterThan(y1);
    }
    expect(Math.max(...skips.map(({ lane }) => lane))).toBeLessThan(width);
    // Ways that share a stretch stand beside each other.
    const outer = skips.filter(({ words }) => /side|head/.test(words));
    expect(new Set(outer.map(({ lane }) => lane)).size).toBe(2);
  });

  it('has no arrows without a pass, and names that say where a module is', () => {
    const names = ['', 'stem', 'blocks.0', 'blocks.0.linear'];
    const modules = names.map((name) => ({ name, kind: 'Part' }));
    const root = moduleTree({ modules, parameters: [] });
    const { boxes, arrows } = layOutModel(root, openFromStart(root));
    expect(boxes.map(({ node }) => node.label)).toEqual(['model', 'stem', 'blocks.0', 'linear']);
    expect(arrows).toEqual([]);
  });

  it('draws of 5,000 modules those that are open', () => {
    const root = towerOf(1250);
    const opened = openFromStart(root);
    const few = layOutModel(root, opened);
    expect(few.boxes).toHaveLength(2 + portion);
    expect(few.more.map(({ hidden }) => hidden)).toEqual([1250 - portion]);
    const one = layOutModel(root, new Map([...opened, ['body.1', portion]]));
    expect(one.boxes).toHaveLength(few.boxes.length + 3);
    expect(named(one.boxes, 'body.2').y).toBeGreaterThan(named(few.boxes, 'body.2').y);
    expect(layOutModel(root, new Map()).boxes).toHaveLength(1);
  });

  it('is walked by keys as a tree of folders is', () => {
    const root = towerOf(2);
    const open = layOutModel(root, openFromStart(root)).boxes;
    const go = (key: string, name: string, boxes = open): string | undefined => {
      const act = graphKey(key, named(boxes, name), boxes);
      return typeof act === 'object' ? act.node.name : act;
    };
    expect(go('ArrowDown', 'body.0.head')).toBe('body.1');
    expect(go('ArrowUp', 'body.1')).toBe('body.0.head');
    expect(go('ArrowLeft', 'body.1.norm')).toBe('body.1');
    expect(go('ArrowLeft', 'body.1')).toBe('fold');
    expect(go('ArrowRight', 'body.1')).toBe('body.1.norm');
    expect(go('ArrowRight', 'body.1.norm')).toBeUndefined();
    expect(go('End', '')).toBe('body.1.head');
    expect(go('Home', 'body.1')).toBe('');
    expect(go('Enter', 'body')).toBe('choose');
    const closed = layOutModel(root, new Map([['', portion]])).boxes;
    expect(go('ArrowRight', 'body', closed)).toBe('fold');
    expect(go('ArrowLeft', 'body', closed)).toBe('');
  });
});
