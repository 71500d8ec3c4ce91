// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;

/// The arguments of a /changes. RFC 8620 §5.2.
///
/// @param maxChanges ids in all three lists together
public record ChangesRequest(JmapAccount account, String sinceState, OptionalInt maxChanges) {

    public static ChangesRequest read(MethodCall call, JmapAccount account) {
        JmapObject arguments = call.arguments();
        String since = arguments.string("sinceState");
        OptionalInt most = maxChanges(arguments);
        arguments.nothingElse();
        return new ChangesRequest(account, since, most);
    }

    static OptionalInt maxChanges(JmapObject arguments) {
        OptionalLong most = arguments.findUnsignedInt("maxChanges");
        if (most.isPresent() && most.getAsLong() == 0) {
            throw arguments.wrong("maxChanges", "must be greater than 0");
        }
        return most.isPresent()
                ? OptionalInt.of((int) Math.min(most.getAsLong(), Integer.MAX_VALUE))
                : OptionalInt.empty();
    }

    /// The response, to which a type may add arguments of its own.
    public tools.jackson.databind.node.ObjectNode response(ChangedIds changes) {
        return changes.json(account.id(), sinceState);
    }
}
