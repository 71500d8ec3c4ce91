// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.identity;

import java.util.ArrayList;
import java.util.List;
import org.pabal.directory.Account;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.ChangedIds;
import org.pabal.jmap.method.ChangesRequest;
import tools.jackson.databind.node.ObjectNode;

/// Identity/changes. RFC 8621 §6.2.
record IdentityChanges(Identities identities) implements JmapMethod {

    @Override
    public String name() {
        return "Identity/changes";
    }

    @Override
    public String capability() {
        return Capability.SUBMISSION;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        ChangesRequest request = ChangesRequest.read(call, account);
        Account owner = account.owner();
        String since = request.sinceState();
        int dot = since.indexOf('.');
        if (dot < 1 || dot > 18 || !since.substring(0, dot).chars().allMatch(Character::isDigit)) {
            throw MethodError.cannotCalculateChanges();
        }
        int most = request.maxChanges().orElse(Integer.MAX_VALUE);
        ChangedIds changes =
                identities
                        .stored()
                        .changes(owner.id(), Long.parseLong(since.substring(0, dot)), most)
                        .orElseThrow(MethodError::cannotCalculateChanges);
        boolean firstChanged =
                changes.created().contains(Identities.FIRST)
                        || changes.updated().contains(Identities.FIRST)
                        || !since.substring(dot + 1).equals(Identities.mark(owner));
        List<String> created = new ArrayList<>(changes.created());
        List<String> updated = new ArrayList<>(changes.updated());
        created.remove(Identities.FIRST);
        updated.remove(Identities.FIRST);
        if (firstChanged) {
            updated.add(Identities.FIRST);
        }
        if (created.size() + updated.size() + changes.destroyed().size() > most) {
            throw MethodError.cannotCalculateChanges();
        }
        String state = changes.newState() + "." + Identities.mark(owner);
        return request.response(
                new ChangedIds(state, false, created, updated, changes.destroyed()));
    }
}
