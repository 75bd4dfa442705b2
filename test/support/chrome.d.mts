export function onPath(name: string): string | null;
export function findChrome(): string | null;
export function findShell(): string | null;
