// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sender;

import org.pabal.directory.AccountId;
import org.pabal.filter.policy.Wishes;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetRequest;
import org.pabal.jmap.method.SingletonTarget;
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
            implements SingletonTarget {

        @Override
        public String state() {
            return lists.state(account);
        }

        @Override
        public void update(Patch patch) {
            lists.change(account, before -> patched(patch, before));
        }

        private Wishes patched(Patch patch, Wishes before) {
            JmapObject object = whole(patch.applyTo(SenderLists.json(before)));
            Wishes next = SenderLists.read(object, before);
            object.nothingElse();
            return next;
        }
    }
}
