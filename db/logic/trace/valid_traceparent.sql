create or replace function sluice_hidden.valid_traceparent(traceparent text)
returns text
language sql
immutable
parallel safe
return case
  when traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'
    and traceparent !~ '^00-0{32}-' and traceparent !~ '-0{16}-' then traceparent
end;

comment on function sluice_hidden.valid_traceparent(text) is
  'A traceparent of W3C Trace Context, or null: what is none starts no trace, and fails nothing.';
grant execute on function sluice_hidden.valid_traceparent(text)
to sluice_member, sluice_admin, sluice_worker;
