create or replace trigger _200_note_moment
before insert or update on crm.tasks
for each row execute function crm.tg_tasks__note_moment();
