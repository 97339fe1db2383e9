create or replace function sluice_private.apply_text_filter(value text, filter jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_first text := filter ->> 1;
  v_fill text := coalesce(filter ->> 2, ' ');
begin
  if length(value) > 1000000 then
    return null;
  end if;
  return case filter ->> 0
    when 'upper' then sluice_private.bounded_text(upper(value))
    when 'lower' then sluice_private.bounded_text(lower(value))
    when 'capitalize' then
      sluice_private.bounded_text(upper(left(value, 1)) || substr(value, 2))
    when 'title' then (
      select sluice_private.bounded_text(coalesce(
        string_agg(upper(left(word[1], 1)) || substr(word[1], 2), '' order by ordinal), ''
      ))
      from regexp_matches(value, '\S+|\s+', 'g') with ordinality as m (word, ordinal)
      having value is not null
    )
    when 'trim' then to_jsonb(btrim(value, E' \t\r\n'))
    when 'truncate' then to_jsonb(case
      when length(value) > v_first::int then left(value, greatest(v_first::int - 1, 0)) || '…'
      else value
    end)
    when 'replace' then case
      when v_first = '' then to_jsonb(value)
      -- counted first: what comes out may be too large to be made
      when length(value) + (length(value) - length(replace(value, v_first, '')))
        / length(v_first) * (length(filter ->> 2) - length(v_first))::bigint <= 1000000
        then to_jsonb(replace(value, v_first, filter ->> 2))
    end
    when 'split' then to_jsonb(string_to_array(value, v_first))
    when 'slug' then to_jsonb(sluice_private.slug(value))
    when 'pad_start' then
      to_jsonb(lpad(value, greatest(v_first::int, length(value)), v_fill))
    when 'pad_end' then
      to_jsonb(rpad(value, greatest(v_first::int, length(value)), v_fill))
  end;
end;
$$;

comment on function sluice_private.apply_text_filter(text, jsonb) is
  'Applies a filter for texts.';
