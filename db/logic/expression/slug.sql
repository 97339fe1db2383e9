create or replace function sluice_private.slug(value text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_text text := translate(
    regexp_replace(normalize(value, nfkd), '[\u0300-\u036f]', '', 'g'), 'øØłŁđĐ', 'oOlLdD'
  );
  v_pair text[];
begin
  foreach v_pair slice 1 in array array[['ß', 'ss'], ['æ', 'ae'], ['Æ', 'ae'], ['œ', 'oe']] loop
    v_text := replace(v_text, v_pair[1], v_pair[2]);
  end loop;
  return btrim(regexp_replace(lower(v_text), '[^a-z0-9]+', '-', 'g'), '-');
end;
$$;

comment on function sluice_private.slug(text) is
  'The text in small ASCII letters, digits and hyphens, for addresses and keys.';
