/** The stepper: every number of an expression, forward and backward, one operation at a time. */

import '../design/base.css';
import './stepper.css';
import { render } from 'preact';
import { StepperPage } from './page.js';
import { keepAddress, readAddress } from './tape/address.js';

readAddress();
keepAddress();
const place = document.getElementById('app');
if (place !== null) render(<StepperPage />, place);
