/** The stepper. */
export {};
