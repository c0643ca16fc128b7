/** The command line, as one file. */

import '../../../src/cli/main.js';
