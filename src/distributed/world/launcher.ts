/** What launchers of MPI programs set in the environment of what they start. */

/** The number of processes. */
export const sizeVariables = [
  'OMPI_COMM_WORLD_SIZE',
  'PMI_SIZE',
  'MPI_LOCALNRANKS',
  'PALS_SIZE',
] as const;
/** The process's own number, for those that say only that. */
const rankVariables = ['PMIX_RANK', 'PMI_RANK', 'PALS_RANKID', 'SLURM_PROCID'] as const;

/** Whether a launcher of MPI programs started this process. */
export function isLaunchedBy(env: NodeJS.ProcessEnv): boolean {
  return [...sizeVariables, ...rankVariables].some((name) => env[name] !== undefined);
}
