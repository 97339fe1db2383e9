create or replace trigger _200_note_moment
before insert or update on crm.opportunities
for each row execute function crm.tg_opportunities__note_moment();
