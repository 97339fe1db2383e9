import { describe } from "vitest";
import { ask, serveApi, signToken, type TestApi } from "../support/api.ts";
import { crmScene, install } from "../support/crm.ts";
import { expect, test as base } from "../support/database.ts";
import { createTenant } from "../support/engine.ts";

const test = base.extend("api", { scope: "file" }, async ({ db }, { onCleanup }) => {
  await install(db);
  const api: TestApi = await serveApi(db);
  onCleanup(() => api.close());
  return api;
});

const CREATE = `mutation ($contact: CrmContactInput!) {
  createCrmContact(input: { crmContact: $contact }) { crmContact { id organizationId status } }
}`;
const KEY = "$organizationId: UUID!, $id: UUID!";
const UPDATE = `mutation (${KEY}) {
  updateCrmContact(input: { organizationId: $organizationId, id: $id, patch: { score: 80 } }) {
    crmContact { firstName score }
  }
}`;
const DELETE = `mutation (${KEY}) {
  deleteCrmContact(input: { organizationId: $organizationId, id: $id }) { clientMutationId }
}`;
const LIST = `{
  crmContacts { nodes { firstName score company { name } contactTags { nodes { tag { name } } } } }
}`;

interface Reply {
  createCrmContact: { crmContact: { id: string; organizationId: string; status: string } };
}

describe("the CRM pack in GraphQL", () => {
  test("is read and written by members, and its triggers fire", async ({ db, api }) => {
    const { organization_id, userId, contactId, add, change, hear, told } = await crmScene(db);
    const token = await signToken({ sub: userId, org: organization_id });
    const workflow = await hear("lead_created");
    const company_id = await add("companies", { name: "Acme" });
    await change("contacts", contactId, { company_id });
    const tag_id = await add("tags", { name: "vip" });
    await add("contact_tags", { contact_id: contactId, tag_id });
    const created = await ask(api.url, token, CREATE, { contact: { firstName: "Eve" } });
    expect(created.errors).toBeUndefined();
    const { id, organizationId, status } = (created.data as unknown as Reply).createCrmContact
      .crmContact;
    expect({ organizationId, status }).toEqual({ organizationId: organization_id, status: "new" });
    expect(await told(workflow)).toMatchObject([{ lead_id: id }]);
    const updated = await ask(api.url, token, UPDATE, { organizationId, id });
    expect(updated.data).toEqual({
      updateCrmContact: { crmContact: { firstName: "Eve", score: 80 } },
    });
    const list = await ask(api.url, token, LIST);
    expect(list.data).toEqual({
      crmContacts: {
        nodes: expect.arrayContaining([
          { firstName: "Eve", score: 80, company: null, contactTags: { nodes: [] } },
          expect.objectContaining({
            company: { name: "Acme" },
            contactTags: { nodes: [{ tag: { name: "vip" } }] },
          }),
        ]),
      },
    });
    expect((await ask(api.url, token, DELETE, { organizationId, id })).errors).toBeUndefined();
    expect(await db.query("select from crm.contacts where id = $1", [id])).toEqual([]);
  });

  test("shows nobody what is another organization's, nor lets them change it", async ({
    db,
    api,
  }) => {
    const { organization_id: organizationId, contactId: id } = await crmScene(db);
    const token = await signToken((await createTenant(db)).claims);
    expect((await ask(api.url, token, LIST)).data).toEqual({ crmContacts: { nodes: [] } });
    for (const query of [UPDATE, DELETE]) {
      const { data } = await ask(api.url, token, query, { organizationId, id });
      expect(JSON.stringify(data)).not.toContain("Ada");
    }
    const contact = { firstName: "Eve", organizationId };
    expect((await ask(api.url, token, CREATE, { contact })).errors).toHaveLength(1);
    const left = await db.query(
      "select first_name, score from crm.contacts where organization_id = $1",
      [organizationId],
    );
    expect(left).toMatchObject([{ first_name: "Ada", score: 0 }]);
  });

  test("has no functions of the pack", async ({ db, api }) => {
    const token = await signToken((await createTenant(db)).claims);
    const { data } = await ask(
      api.url,
      token,
      "{ __schema { queryType { fields { name } } mutationType { fields { name } } } }",
    );
    const names = [...JSON.stringify(data).matchAll(/"(\w*[cC]rm\w*)"/g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(60);
    expect(names.filter((name) => /(Ids|Key|Created|Scored|Policy)$/.test(name))).toEqual([]);
  });
});
