create or replace function sluice_private.join_items(items jsonb, separator text)
returns jsonb
language sql
immutable
begin atomic
  select case
    when sum(length(sluice_private.text_of(item.value))) + (count(*) - 1) * length(separator)
      <= 1000000
      then to_jsonb(
        string_agg(sluice_private.text_of(item.value), separator order by item.ordinal)
      )
    when count(*) = 0 then '""'
  end
  from jsonb_array_elements(items) with ordinality as item (value, ordinal)
  having items is not null;
end;

comment on function sluice_private.join_items(jsonb, text) is
  'The items of a list as one text.';
