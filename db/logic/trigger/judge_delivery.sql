/* After a cancel the statement has no timeout any more: what is judged after that is deferred to a
   transaction of its own. So is, in the pump, what was cancelled, as perhaps only the others took
   long. The setting lasts as long as this transaction. */
create or replace function sluice_private.judge_delivery(
  target jsonb,
  filter jsonpath,
  dedupe jsonpath,
  context jsonb,
  out key text,
  out reason text,
  out is_deferred boolean
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  is_deferred := sluice_private.is_late() and (filter is not null or dedupe is not null);
  reason := case
    when target ->> 'status' <> 'active'
      then format('the workflow is %s', target ->> 'status')
    when not (target -> 'is_enabled')::boolean then 'the trigger is switched off'
    when is_deferred then 'it is fired again: another filter has taken too long'
    when filter is not null
      and jsonb_path_match_tz(context, filter, '{}', true) is not true
      then 'the filter does not hold'
  end;
  if reason is null then
    key := nullif(sluice_private.text_of(
      jsonb_path_query_first_tz(context, dedupe, '{}', true)
    ), '');
  end if;
exception
  when query_canceled or out_of_memory then
    perform set_config('sluice.is_late', 'on', true);
    key := null;
    is_deferred := sluice_private.may_defer();
    reason := case when is_deferred then 'it is fired again: it took too long'
      else 'the filter or the dedupe takes too long' end;
end;
$$;

comment on function sluice_private.judge_delivery(jsonb, jsonpath, jsonpath, jsonb) is
  'Why a delivery starts nothing, or null; and the key that its dedupe expression finds.';
