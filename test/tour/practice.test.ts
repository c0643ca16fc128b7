/** The programs that train for real: pictures, letters, attention, agents. */

import { chaptersOf, quotesAreTrue } from './quotes.js';

quotesAreTrue(chaptersOf.practice);
