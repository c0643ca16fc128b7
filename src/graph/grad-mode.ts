/** Whether new nodes record that they need a gradient. */

let enabled = true;

/** True unless inside `noGrad`. */
export function gradEnabled(): boolean {
  return enabled;
}

/**
 * Runs `fn` with gradient recording switched on or off, and restores the mode even if it throws.
 */
export function withGradMode<T>(mode: boolean, fn: () => T): T {
  const before = enabled;
  enabled = mode;
  try {
    return fn();
  } finally {
    enabled = before;
  }
}
