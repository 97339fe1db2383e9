create or replace function sluice_private.apply_code_filter(value text, filter text)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_bytes bytea;
begin
  if length(value) > 1000000 then
    return null;
  end if;
  v_bytes := convert_to(value, 'UTF8');
  return sluice_private.bounded_text(case filter
    when 'url_encode' then sluice_private.url_encode(value)
    when 'url_decode' then sluice_private.url_decode(value)
    when 'base64' then replace(encode(v_bytes, 'base64'), E'\n', '')
    when 'base64_decode' then convert_from(
      decode(
        rpad(
          translate(rtrim(value, '='), '-_', '+/'),
          (length(rtrim(value, '=')) + 3) / 4 * 4, '='
        ),
        'base64'
      ), 'UTF8'
    )
    when 'md5' then md5(v_bytes)
    when 'sha256' then encode(sha256(v_bytes), 'hex')
  end);
exception
  when data_exception then
    return null;
end;
$$;

comment on function sluice_private.apply_code_filter(text, text) is
  'Applies a filter that encodes, decodes or hashes a text; null where it is not so encoded.';
