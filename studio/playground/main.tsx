/** The playground. */
export {};
