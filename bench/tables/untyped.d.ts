/** What the bench uses of a package that is installed only where tables are measured. */

declare module 'hyparquet-writer' {
  export function parquetWriteFile(options: {
    readonly filename: string;
    readonly columnData: readonly { readonly name: string; readonly data: readonly unknown[] }[];
    readonly rowGroupSize?: number;
  }): Promise<void>;
}
