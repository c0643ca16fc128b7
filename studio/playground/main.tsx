/** The playground: a network that learns while you watch. */

import '../design/base.css';
import './playground.css';
import { render } from 'preact';
import { PlaygroundPage } from './page.js';
import { readAddress, tick } from './worker/state.js';

readAddress();
requestAnimationFrame(tick);
const place = document.getElementById('app');
if (place !== null) render(<PlaygroundPage />, place);
