/** Entry `chainrule/distributed`: one program on many processes and machines, over MPI. */

export * as distributed from './functions.js';
export * from './functions.js';
