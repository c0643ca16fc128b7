/** What a picture of a program shows: boxes, arrows, and frames around boxes. */

/** A box: what was given, what is computed on the way, what is stored, or what is asked for. */
export interface ProgramBox {
  readonly id: string;
  readonly kind: 'given' | 'computed' | 'stored' | 'result';
  readonly lines: readonly string[];
  /** How many of the lines, the first ones, are set in bold. */
  readonly heads: number;
  /** The kernel that it stands in; -1 outside of all. */
  readonly kernel: number;
}

/** An arrow; `throughMemory`: whether it reads an array that something else has written. */
export interface ProgramEdge {
  readonly from: string;
  readonly to: string;
  readonly throughMemory: boolean;
  readonly label: string;
}

/** A kernel that is drawn around its nodes. */
export interface KernelFrame {
  readonly kernel: number;
  readonly title: string;
}

/** What is drawn. */
export interface ProgramDrawing {
  readonly boxes: readonly ProgramBox[];
  readonly edges: readonly ProgramEdge[];
  readonly frames: readonly KernelFrame[];
}
