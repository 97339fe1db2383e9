/* Every table of the pack is watched as anybody would watch it. */
select sluice.watch_table(
  c.oid::regclass,
  key => case c.relname
    when 'contact_tags' then '{contact_id,tag_id}'::text[]
    when 'list_contacts' then '{list_id,contact_id}'
    else '{id}'
  end
)
from pg_catalog.pg_class as c
where c.relnamespace = 'crm'::regnamespace and c.relkind = 'r';
