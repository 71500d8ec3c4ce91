// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sender;

import java.util.Optional;
import org.pabal.directory.AccountId;
import org.pabal.filter.policy.Wishes;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetRequest;
import org.pabal.jmap.method.SetTarget;
import tools.jackson.databind.node.ObjectNode;

/// SenderSetting/set: a sender that is taken out is judged like everybody else.
record SenderSettingSet(SenderLists lists) implements JmapMethod {

    @Override
    public String name() {
        return "SenderSetting/set";
    }

    @Override
    public String capability() {
        return SenderCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        SetRequest request = SetRequest.read(call, account);
        return new Editing(lists, account.owner().id(), call.created()).run(request, call);
    }

    private record Editing(SenderLists lists, AccountId account, CreatedIds ids)
            implements SetTarget {

        @Override
        public String state() {
            return lists.state(account);
        }

        @Override
        public ObjectNode create(JmapObject properties) {
            throw SetError.singleton();
        }

        @Override
        public Optional<ObjectNode> update(String id, Patch patch) {
            if (!id.equals(SenderLists.ID)) {
                throw SetError.notFound();
            }
            lists.change(account, before -> patched(patch, before));
            return Optional.empty();
        }

        private Wishes patched(Patch patch, Wishes before) {
            JmapObject object =
                    JmapObject.ofProperties(patch.applyTo(SenderLists.json(before)), ids);
            if (!object.string("id").equals(SenderLists.ID)) {
                throw object.wrong("id", "cannot be changed");
            }
            Wishes next = SenderLists.read(object, before);
            object.nothingElse();
            return next;
        }

        @Override
        public void destroy(String id) {
            throw id.equals(SenderLists.ID) ? SetError.singleton() : SetError.notFound();
        }
    }
}
