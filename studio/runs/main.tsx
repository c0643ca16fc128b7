/** The page of runs. */

import '../design/base.css';
import { render } from 'preact';
import { keepAddress, readAddress } from './address.js';
import { begin } from './live.js';
import { Overview } from './overview.js';
import { trouble } from './state.js';
// Last, because it has the rules for small screens.
import './runs.css';

readAddress();
keepAddress();
const place = document.getElementById('app');
if (place !== null) render(<Overview />, place);
begin().catch((error: unknown) => {
  trouble.value = error instanceof Error ? error.message : String(error);
});
