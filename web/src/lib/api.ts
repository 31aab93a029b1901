// Every request of the front end. All go to the server that served the page; nothing else can be reached (Content-Security-Policy).

import type {
  Agreement, Codebook, EventDetail, EventPage, NewReview, Overview, RecordPage, ReportDetail, Resolved, ReviewRow, StoreInfo,
} from "../types";
import { encode, filterQuery, type Filters } from "./url";

/** A fault as the API tells it, or that the API could not be reached (status 0). */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly remedy: string,
    readonly status: number,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

async function fault(answer: Response): Promise<ApiError> {
  try {
    const body = (await answer.json()) as { error?: { code?: string; message?: string; remedy?: string } };
    if (body.error?.message) return new ApiError(body.error.code ?? "", body.error.message, body.error.remedy ?? "", answer.status);
  } catch {
    // no JSON: fall through to the status line
  }
  return new ApiError("http", `The server answered ${answer.status} ${answer.statusText}.`, "Try again.", answer.status);
}

async function request(path: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, { credentials: "same-origin", ...init });
  } catch (reason) {
    if (reason instanceof DOMException && reason.name === "AbortError") throw reason;
    throw new ApiError("unreachable", "The server does not answer.", "See whether “onrecord open” still runs, then try again.", 0);
  }
  if (!answer.ok) throw await fault(answer);
  return answer;
}

async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await (await request(path, signal ? { signal } : {})).json()) as T;
}

async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  // The header says that the request was made by this page's script: another site cannot send it without being asked first.
  const headers = { "Content-Type": "application/json", "X-Onrecord": "1" };
  const init: RequestInit = { method: "POST", headers, body: JSON.stringify(body) };
  return (await (await request(path, signal ? { ...init, signal } : init)).json()) as T;
}

function query(filters: Filters, more: { [name: string]: string | number | null | undefined } = {}): string {
  const own = Object.entries(more).flatMap(([key, value]) => (value == null ? [] : [`${key}=${encode(String(value))}`]));
  const parts = [filterQuery(filters), ...own].filter((part) => part !== "");
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

export interface PageQuery {
  offset: number;
  limit: number;
  sort: string;
}

export const api = {
  store: (signal?: AbortSignal) => get<StoreInfo>("api/store", signal),
  codebook: (signal?: AbortSignal) => get<Codebook>("api/codebook", signal),
  overview: (filters: Filters, unit: string | null, signal?: AbortSignal) =>
    get<Overview>(`api/overview${query(filters, { unit })}`, signal),
  records: (filters: Filters, page: PageQuery, signal?: AbortSignal) =>
    get<RecordPage>(`api/records${query(filters, { ...page })}`, signal),
  events: (filters: Filters, page: PageQuery, signal?: AbortSignal) =>
    get<EventPage>(`api/events${query(filters, { ...page })}`, signal),
  event: (id: string, signal?: AbortSignal) => get<EventDetail>(`api/event?id=${encode(id)}`, signal),
  // As a parameter: a browser would shorten a path with an id such as "..".
  report: (id: string, signal?: AbortSignal) => get<ReportDetail>(`api/report?id=${encode(id)}`, signal),
  review: (review: NewReview, signal?: AbortSignal) => post<ReviewRow>("api/reviews", review, signal),
  resolve: (words: { report: string; kind: string; start: number; end: number }, signal?: AbortSignal) =>
    post<Resolved>("api/resolve", words, signal),
  agreement: (signal?: AbortSignal) => get<Agreement>("api/agreement", signal),
  exportAddress: (filters: Filters, format: string) => {
    const rest = query(filters);
    return `api/export?as=${encode(format)}${rest === "" ? "" : `&${rest.slice(1)}`}`;
  },
};
