create or replace function sluice_private.polled_triggers()
returns text[]
language sql
immutable
return '{poll,polling,feed_item,imap_message}'::text[];

comment on function sluice_private.polled_triggers() is
  'The kinds of triggers that ask others what is new.';
