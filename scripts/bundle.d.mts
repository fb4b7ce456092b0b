export function bundleFile(path: string): Promise<string>
export function bundleText(text: string): Promise<string>
