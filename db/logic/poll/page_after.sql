/* A page that is its own next one would be read for ever. */
create or replace function sluice_private.page_after(
  poll sluice.workflow_polls,
  answer jsonb,
  context jsonb
)
returns jsonb
language sql
stable
return (
  select case
    when answer -> 'has_more' = 'true' then 'true'
    when found.page not in ('null', 'false', '""') and found.page is distinct from poll.page
      then found.page
  end
  from (
    select jsonb_path_query_first_tz(context, (poll.plan).next, '{}', true) as page
  ) as found
);

comment on function sluice_private.page_after(sluice.workflow_polls, jsonb, jsonb) is
  'What an answer says of its next page; null: it has none.';
