// Loading, empty, fault: the same everywhere.

import type { ComponentChildren } from "preact";
import type { ApiError } from "../lib/api";

/** Grey lines of about the height of what will come, so that nothing jumps. */
export function Skeleton({ lines = 6 }: { lines?: number }) {
  return (
    <div class="skeletons" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, index) => <div key={index} class="skeleton">.</div>)}
    </div>
  );
}

export function Fault({ error, retry }: { error: ApiError; retry?: () => void }) {
  return (
    <div class="fault" role="alert">
      <p><strong>{error.message}</strong></p>
      {error.remedy !== "" && <p>{error.remedy}</p>}
      <p class="row">
        {retry && <button type="button" onClick={retry}>Try again</button>}
        {error.code !== "" && <span class="muted mono small">{error.code}</span>}
      </p>
    </div>
  );
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <div class="empty">{children}</div>;
}
