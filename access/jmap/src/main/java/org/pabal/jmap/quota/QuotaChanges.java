// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.quota;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.ChangedIds;
import org.pabal.jmap.method.ChangesRequest;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Quota/changes: also whether nothing changed but what is used. RFC 9425 §4.3.
record QuotaChanges(Quotas quotas) implements JmapMethod {

    @Override
    public String name() {
        return "Quota/changes";
    }

    @Override
    public String capability() {
        return Capability.QUOTA;
    }

    /// @param used as text, like the limit
    private record Numbers(String used, String limit) {}

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        ChangesRequest request = ChangesRequest.read(call, account);
        Map<String, Numbers> before = read(request.sinceState());
        Quotas.Snapshot now = quotas.of(account);
        Map<String, Numbers> after = read(now.state());
        List<String> created = new ArrayList<>();
        List<String> updated = new ArrayList<>();
        boolean usedOnly = true;
        for (String id : now.ids()) {
            Numbers was = before.get(id);
            Numbers is = after.getOrDefault(id, new Numbers("", ""));
            if (was == null) {
                created.add(id);
            } else if (!was.equals(is)) {
                updated.add(id);
                usedOnly &= was.limit().equals(is.limit());
            }
        }
        List<String> destroyed =
                before.keySet().stream().filter(id -> !after.containsKey(id)).sorted().toList();
        if (created.size() + updated.size() + destroyed.size()
                > request.maxChanges().orElse(Integer.MAX_VALUE)) {
            throw MethodError.cannotCalculateChanges();
        }
        ObjectNode response =
                request.response(new ChangedIds(now.state(), false, created, updated, destroyed));
        if (usedOnly && !updated.isEmpty()) {
            ArrayNode names = response.putArray("updatedProperties");
            names.add("used");
        } else {
            response.putNull("updatedProperties");
        }
        return response;
    }

    private static Map<String, Numbers> read(String state) {
        if (!state.matches("q(_[a-z]{1,20}-\\d{1,19}-\\d{1,19}){0,9}")) {
            throw MethodError.cannotCalculateChanges();
        }
        Map<String, Numbers> numbers = new HashMap<>();
        for (String each : state.substring(1).split("_")) {
            if (!each.isEmpty()) {
                String[] parts = each.split("-");
                numbers.put(parts[0], new Numbers(parts[1], parts[2]));
            }
        }
        return numbers;
    }
}
