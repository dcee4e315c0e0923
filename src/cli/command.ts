/** What every command file gets: the program to add itself to, and where to leave its exit code. */
export interface CommandRun {
  exitCode: number;
}
