/** The page of runs. */

import '../design/base.css';
import { render } from 'preact';
import { Overview } from './overview.js';
import { keepAddress, readAddress } from './store/address.js';
import { begin } from './store/live.js';
import { trouble } from './store/state.js';
// Last, because it has the rules for small screens.
import './runs.css';

readAddress();
keepAddress();
const place = document.getElementById('app');
if (place !== null) render(<Overview />, place);
begin().catch((error: unknown) => {
  trouble.value = error instanceof Error ? error.message : String(error);
});
