// The address of a file -> the file, whole, with the number of its rows, handed to the browser to keep.
import { Failure } from "../server/failure.ts";
import { requestFile } from "../server/request.ts";

/** What was handed over. */
export interface TakenFile {
  readonly name: string;
  readonly rows: number;
  /** The server cut it short: there are more rows than the format can hold. */
  readonly truncated: boolean;
}

/** With more rows than this a file is fetched by the browser itself, straight to the disk. */
export const MOST_HELD_ROWS = 200_000;
/** How long the browser may take to begin reading what it was handed, in milliseconds. */
const HANDED_MS = 60_000;

/**
 * @param signal calls the database back, too
 * @throws Failure; then nothing was handed over
 */
export async function takeFile(address: string, signal: AbortSignal): Promise<TakenFile> {
  const { blob, headers } = await requestFile(address, signal);
  const name = nameOf(headers.get("content-disposition") ?? "");
  hand(blob, name);
  return {
    name,
    rows: Number(headers.get("x-row-count") ?? 0),
    truncated: headers.get("x-truncated") === "true",
  };
}

/** Has the browser fetch a file by itself; it tells of its progress, and when the file breaks off. */
export function leaveToBrowser(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}

/** Hands a file that was made on the page to the browser. */
export function hand(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), HANDED_MS);
}

/** A title as the name of a file, without its ending. */
export function fileName(title: string): string {
  const safe = title
    .replaceAll(/[\\/:*?"<>|%\p{C}]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return Array.from(safe).slice(0, 120).join("").trim() || "chart";
}

/** @param disposition the header Content-Disposition (RFC 6266), which our server writes both ways */
function nameOf(disposition: string): string {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/i.exec(disposition) ?? [];
  if (encoded === undefined) throw new Failure("fault", "The server gave the file no name.");
  return decodeURIComponent(encoded);
}
