/** What the theme imports besides TypeScript. */

/// <reference types="vite/client" />
