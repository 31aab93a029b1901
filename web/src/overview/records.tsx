import { useMemo } from "preact/hooks";
import type { RecordRow } from "../types";
import { useSize } from "../charts/frame";
import { api } from "../lib/api";
import { days, visible } from "../lib/format";
import { navigate, reportAddress, usePreference, useShared } from "../lib/store";
import { filterQuery } from "../lib/url";
import { Code, FactualityMark, ReviewMark, StandingMark } from "../app/code";
import { Grid, type Column } from "./grid";
import { CategoryCell, Chain, WhoToWhom } from "./parties";

const SORTS: ReadonlySet<string> = new Set(["date", "published", "category", "place", "confidence"].flatMap((name) => [name, `-${name}`]));

export function Records({ hidden }: { hidden: boolean }) {
  const { route, epoch, store, define } = useShared();
  const [words, setWords] = usePreference<"words" | "dense">("rows", "words", ["words", "dense"]);
  const sort = SORTS.has(route.params["sort"] ?? "") ? (route.params["sort"] as string) : "-date";
  const [box, size] = useSize<HTMLDivElement>();
  const narrow = size.width > 0 && size.width < 960;
  const columns = useMemo(() => recordColumns(words === "words", store.linked, narrow), [words, store.linked, narrow]);
  return (
    <div class="list" ref={box}>
      <div class="list-tools">
        <Order sort={sort} />
        <button type="button" class="plain small" aria-pressed={words === "words"} onClick={() => setWords(words === "words" ? "dense" : "words")}>
          Sentences
        </button>
      </div>
      <Grid<RecordRow> label="Records" columns={columns} rowHeight={words === "words" ? 50 : 30} hidden={hidden}
        listKey={`${filterQuery(route.filters)} ${sort} ${epoch}`} sort={sort}
        setSort={(next) => navigate({ params: { ...route.params, sort: next } }, { replace: true })}
        fetchPage={(offset, limit, signal) => api.records(route.filters, { offset, limit, sort }, signal)}
        open={(row) => { location.hash = reportAddress(route, row.report, row.record); }}
        define={(row) => define(row.mode === null ? "category" : "mode", row.mode === null ? row.category : `${row.category}/${row.mode}`)}
        id={(row) => row.record} opened={null} />
    </div>
  );
}

function Order({ sort }: { sort: string }) {
  const { route } = useShared();
  return (
    <label class="order small">
      <span class="muted">Order</span>
      <select value={sort} onChange={(event) => navigate({ params: { ...route.params, sort: event.currentTarget.value } }, { replace: true })}>
        <option value="-date">newest event first</option>
        <option value="date">oldest event first</option>
        <option value="-published">latest report first</option>
        <option value="published">earliest report first</option>
        <option value="category">category</option>
        <option value="-category">category, backwards</option>
        <option value="place">place</option>
        <option value="-place">place, backwards</option>
        <option value="confidence">least sure first</option>
        <option value="-confidence">surest first</option>
      </select>
    </label>
  );
}

/** With sentences a row has two lines; where the list is narrow, standing and place stand in the second line of their neighbours. */
function recordColumns(words: boolean, linked: boolean, narrow: boolean): Column<RecordRow>[] {
  const folded = narrow && words;
  const standing = (row: RecordRow) => (row.standing ? <StandingMark value={row.standing} /> : <span class="muted">–</span>);
  const columns: Column<RecordRow>[] = [
    { name: "Date", width: narrow ? "92px" : "96px", sort: "date", downFirst: true, class: "date", cell: (row) => <DateCell row={row} words={words} review={narrow} /> },
    { name: "Event", width: words ? "minmax(128px, 1fr)" : "minmax(150px, 1.4fr)", sort: "category", cell: (row) => (words
      ? <><CategoryCell category={row.category} mode={null} denied={row.factuality === "denied"} /><ModeAndToll row={row} /></>
      : <CategoryCell category={row.category} mode={row.mode} denied={row.factuality === "denied"} />) },
    { name: "Who to whom", width: "minmax(200px, 4.6fr)", cell: (row) => (
      <>
        <div class="clip"><WhoToWhom actors={row.actors} recipients={row.recipients} factuality={row.factuality} /></div>
        {words && <div class="clip muted small sentence"><bdi dir="auto">{visible(row.sentence)}</bdi></div>}
      </>
    ) },
    { name: "Certainty", width: folded ? "108px" : "80px", cell: (row) => (
      <><FactualityMark value={row.factuality} />{folded && linked && <div class="clip small">{standing(row)}</div>}</>
    ) },
    { name: folded ? "According to, place" : "According to", width: "minmax(112px, 1.7fr)", cell: (row) => (
      <><div class="clip"><Chain sources={row.sources} /></div>{folded && <div class="small"><PlaceCell place={row.place} country={row.place_country} /></div>}</>
    ) },
  ];
  if (narrow) return columns;
  columns.push({ name: "Place", width: "minmax(84px, 1fr)", sort: "place", cell: (row) => <PlaceCell place={row.place} country={row.place_country} /> });
  if (linked) columns.push({ name: "Standing", width: "minmax(100px, 128px)", cell: standing });
  columns.push({ name: "Review", width: "70px", cell: (row) => <ReviewMark value={row.review} /> });
  return columns;
}

function DateCell({ row, words, review }: { row: RecordRow; words: boolean; review: boolean }) {
  const day = days(row.date_start, row.date_end);
  const judged = review && row.review !== "open";
  return (
    <>
      <div class="clip">{day === "" ? <span class="muted">undated</span> : day}</div>
      {words && judged && <div class="clip tiny"><ReviewMark value={row.review} /></div>}
      {words && !judged && row.published !== null && row.published !== row.date_start && (
        <div class="clip muted tiny" title={`Published ${row.published}`}>told {row.published}</div>
      )}
    </>
  );
}

function ModeAndToll({ row }: { row: RecordRow }) {
  const toll = [row.killed === null ? "" : `${row.killed} killed`, row.injured === null ? "" : `${row.injured} injured`].filter((part) => part !== "");
  if (row.mode === null && toll.length === 0) return null;
  return (
    <div class="clip small under">
      {row.mode !== null && <Code kind="mode" value={`${row.category}/${row.mode}`}>{row.mode}</Code>}
      {toll.length > 0 && <span class="toll">{row.mode !== null && " · "}{toll.join(", ")}</span>}
    </div>
  );
}

export function PlaceCell({ place, country }: { place: string | null; country: string | null }) {
  if (place === null && country === null) return <span class="muted">–</span>;
  return (
    <div class="clip">
      {place !== null && <bdi>{visible(place)}</bdi>}
      {country !== null && <span class="codes"><Code kind="country" value={country} /></span>}
    </div>
  );
}
