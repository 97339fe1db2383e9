import { describe } from "vitest";
import { GraphQLRequestError, request } from "../../graphql/client.ts";
import {
  ApprovalDocument,
  DecideApprovalDocument,
  DelegateApprovalDocument,
  MyApprovalsDocument,
  SetCalendarDocument,
} from "../../generated/graphql/graphql.ts";
import { serveApi, signToken } from "../support/api.ts";
import { begin } from "../support/approvals.ts";
import { status } from "../support/containers.ts";
import { expect, test } from "../support/database.ts";

describe("an approval over GraphQL", () => {
  test("is listed, delegated and decided by whom it is for", async ({ db }) => {
    const { url, close } = await serveApi(db);
    try {
      const form = { type: "object", properties: { n: { type: "integer" } } };
      const { id, people, worker } = await begin(
        db,
        { assignees: ["{{ trigger.payload.people[0] }}"], title: "Spend", form },
        { count: 2 },
      );
      const [first, second] = await Promise.all(
        people.map(async ({ claims }) => ({ url, token: await signToken(claims) })),
      );
      const { myApprovals } = await request(first!, MyApprovalsDocument, {});
      expect(myApprovals!.nodes).toMatchObject([{ title: "Spend", form, quorum: 1 }]);
      const approvalId = myApprovals!.nodes[0]!.id;
      expect((await request(second!, MyApprovalsDocument, {})).myApprovals!.nodes).toEqual([]);

      await request(first!, DelegateApprovalDocument, { approvalId, userId: people[1]!.id });
      const decision = { approvalId, decision: "approved" };
      const refused = await request(first!, DecideApprovalDocument, decision).catch(
        (error: unknown) => error,
      );
      expect(refused).toBeInstanceOf(GraphQLRequestError);
      expect(refused).toMatchObject({ code: "SLFRB", reason: "INSUFFICIENT_PERMISSIONS" });
      const vague = await request(second!, DecideApprovalDocument, decision).catch(
        (error: unknown) => error,
      );
      expect(vague).toMatchObject({ code: "SLVAL" });
      await request(second!, DecideApprovalDocument, { ...decision, data: { n: 7 } });
      await worker.drain();
      expect(await status(db, id)).toBe("completed");
      const { workflowApproval } = await request(first!, ApprovalDocument, { id: approvalId });
      expect(workflowApproval).toMatchObject({
        status: "approved",
        execution: { id, status: "completed" },
        assignees: { nodes: [{ decision: "approved", data: { n: 7 }, delegateId: people[1]!.id }] },
      });
    } finally {
      await close();
    }
  });
});

describe("a calendar over GraphQL", () => {
  test("is set for the active organization", async ({ db }) => {
    const { url, close } = await serveApi(db);
    try {
      const { people } = await begin(db, {}, { count: 1 });
      const api = { url, token: await signToken(people[0]!.claims) };
      const hours = { mon: [{ from: "09:00", to: "17:00" }] };
      const { setCalendar } = await request(api, SetCalendarDocument, {
        ...{ name: "de", zone: "Europe/Berlin", hours, holidays: ["2026-12-25"] },
      });
      expect(setCalendar!.result).toEqual({
        ...{ name: "de", zone: "Europe/Berlin", hours, holidays: ["2026-12-25"] },
      });
    } finally {
      await close();
    }
  });
});
