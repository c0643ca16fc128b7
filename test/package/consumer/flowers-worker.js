/** Serves flowers from a worker of the web, or of Node. */

import { loadIris, serveDataset } from 'chainrule/data';

serveDataset(() => loadIris());
