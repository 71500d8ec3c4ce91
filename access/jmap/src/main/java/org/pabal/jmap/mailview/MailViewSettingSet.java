// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import java.util.Locale;
import java.util.Map;
import org.pabal.directory.AccountId;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.mailview.ReadingSettings.Rule;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetRequest;
import org.pabal.jmap.method.SingletonTarget;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// MailViewSetting/set: `remote` is a map from addresses to `always` or `never`; an address that is taken
/// out is asked about again.
record MailViewSettingSet(ReadingSettings settings) implements JmapMethod {
    private static final int MAX_ADDRESSES = 2_000;
    private static final int MAX_ADDRESS_CHARS = 320;

    @Override
    public String name() {
        return "MailViewSetting/set";
    }

    @Override
    public String capability() {
        return MailViewCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        SetRequest request = SetRequest.read(call, account);
        return new Editing(settings, account.owner().id(), call.created()).run(request, call);
    }

    private record Editing(ReadingSettings settings, AccountId account, CreatedIds ids)
            implements SingletonTarget {

        @Override
        public String state() {
            return settings.state(account);
        }

        @Override
        public void update(Patch patch) {
            ObjectNode next = patch.applyTo(settings.json(account));
            JmapObject object = whole(next);
            check(object);
            object.nothingElse();
            settings.put(account, next);
        }

        private static void check(JmapObject object) {
            JsonNode remote =
                    object.any("remote")
                            .filter(JsonNode::isObject)
                            .orElseThrow(() -> object.wrong("remote", "must be an object"));
            if (remote.size() > MAX_ADDRESSES) {
                throw object.wrong("remote", "must have at most " + MAX_ADDRESSES + " addresses");
            }
            for (Map.Entry<String, JsonNode> each : remote.properties()) {
                String address = each.getKey();
                if (address.indexOf('@') < 1
                        || address.length() > MAX_ADDRESS_CHARS
                        || !address.equals(address.toLowerCase(Locale.ROOT))) {
                    throw object.wrong("remote/" + address, "must be an address in lower case");
                }
                if (Rule.of(each.getValue().asString("")).isEmpty()) {
                    throw object.wrong("remote/" + address, "must be always or never");
                }
            }
        }
    }
}
