/* Access: who is asking, which organizations they belong to, and what they may do there.
   A request carries two claims, `sub` (the person) and `org` (the active organization); what the
   person may see is always read from organization_members. Operators (sluice_admin and who is a
   member of it) see every organization. Reads are guarded by row-level security; functions that
   write state of the engine are security definer and start with assert_can. */
--!include access/current_user_id.sql
--!include access/current_organization_id.sql
--!include access/my_organization_ids.sql
--!include access/is_operator.sql
--!include access/assert_operator.sql
--!include access/can_see.sql
--!include access/assert_can.sql
--!include access/create_organization.sql
--!include access/add_member.sql
--!include access/remove_member.sql
--!include access/organizations_policies.sql
--!include access/users_policies.sql
--!include access/organization_members_policies.sql
--!include access/test_mode_policies.sql
--!include access/simulations_policies.sql
--!include access/organizations_stamp.sql
--!include access/users_stamp.sql
--!include access/organization_members_stamp.sql
