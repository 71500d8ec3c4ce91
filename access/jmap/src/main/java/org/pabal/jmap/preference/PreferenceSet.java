// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.preference;

import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetRequest;
import org.pabal.jmap.method.SetTarget;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Preference/set: values are updated, under any name; nothing is created. A part of a value is changed
/// by a path: `value/colour`.
record PreferenceSet(Preferences preferences) implements JmapMethod {

    @Override
    public String name() {
        return "Preference/set";
    }

    @Override
    public String capability() {
        return PreferenceCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        SetRequest request = SetRequest.read(call, account);
        return new Editing(preferences, account.owner(), call.created()).run(request, call);
    }

    private record Editing(Preferences preferences, Account account, CreatedIds ids)
            implements SetTarget {

        @Override
        public String state() {
            return preferences.state(account.id());
        }

        @Override
        public ObjectNode create(JmapObject properties) {
            throw SetError.forbidden("Every name is there already: update it.");
        }

        @Override
        public Optional<ObjectNode> update(String id, Patch patch) {
            preferences.change(
                    account,
                    id,
                    before -> {
                        ObjectNode next = patch.applyTo(before);
                        JmapObject object = JmapObject.ofProperties(next, ids);
                        if (!object.string("id").equals(id)) {
                            throw object.wrong("id", "cannot be changed");
                        }
                        object.known("value").nothingElse();
                        return next;
                    });
            return Optional.empty();
        }

        @Override
        public void destroy(String id) {
            preferences.change(
                    account,
                    id,
                    before -> {
                        if (before.path("value").isNull()) {
                            throw SetError.notFound();
                        }
                        return JsonNodeFactory.instance.objectNode();
                    });
        }
    }
}
