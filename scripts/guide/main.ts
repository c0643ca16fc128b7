/**
 * `npm run guide`: makes what the guide shows from the programs of the tour, so that nothing
 * drifts: the pictures in `docs/guide/pictures/` and the notebooks in `notebooks/`.
 */

import { writeNotebooks } from './notebooks.js';
import { writePictures } from './pictures.js';

for (const name of writePictures()) console.log(`docs/guide/pictures/${name}`);
for (const name of writeNotebooks()) console.log(`notebooks/${name}`);
