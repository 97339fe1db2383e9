create or replace trigger _200_note_moment
before insert or update on crm.appointments
for each row execute function crm.tg_appointments__note_moment();
