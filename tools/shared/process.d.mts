/** The command line of a living process, '' when there is none (a zombie counts as none). */
export declare function commandLine(pid: number): string;
