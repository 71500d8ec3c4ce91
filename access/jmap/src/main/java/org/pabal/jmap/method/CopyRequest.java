// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.util.Collection;
import java.util.Optional;
import java.util.SequencedMap;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The arguments of a /copy. RFC 8620 §5.4.
///
/// @param create by creation id; `id` in each names what is copied
/// @param destroyOriginals `onSuccessDestroyOriginal`
public record CopyRequest(
        JmapAccount from,
        Optional<String> ifFromInState,
        JmapAccount account,
        Optional<String> ifInState,
        SequencedMap<String, ObjectNode> create,
        boolean destroyOriginals,
        Optional<String> destroyFromIfInState) {

    /// Reads the arguments.
    public static CopyRequest read(MethodCall call) {
        JmapObject arguments = call.arguments();
        JmapAccount from = from(call);
        JmapAccount account = call.account();
        if (from.id().equals(account.id())) {
            throw arguments.wrong("fromAccountId", "must be another one than accountId");
        }
        CopyRequest request =
                new CopyRequest(
                        from,
                        arguments.findString("ifFromInState"),
                        account,
                        arguments.findString("ifInState"),
                        SetRequest.objects(arguments, "create"),
                        arguments.bool("onSuccessDestroyOriginal", false),
                        arguments.findString("destroyFromIfInState"));
        arguments.nothingElse();
        if (request.create.size() > call.limits().maxObjectsInSet()) {
            throw MethodError.requestTooLarge(
                    request.create.size()
                            + " objects; at most "
                            + call.limits().maxObjectsInSet()
                            + " at once.");
        }
        return request;
    }

    /// The argument `fromAccountId`.
    ///
    /// @throws MethodError `fromAccountNotFound`
    public static JmapAccount from(MethodCall call) {
        String id = call.arguments().id("fromAccountId");
        return call.user()
                .account(id)
                .orElseThrow(() ->
                        MethodError.of(
                                "fromAccountNotFound",
                                "There is no account " + id + " that you may see."));
    }

    /// @throws MethodError `stateMismatch`
    public void check(String fromState, String state) {
        boolean matches =
                ifFromInState.map(fromState::equals).orElse(true)
                        && ifInState.map(state::equals).orElse(true);
        if (!matches) {
            throw MethodError.stateMismatch();
        }
    }

    /// Has the originals destroyed afterwards, where that is asked for.
    ///
    /// @param setMethod `Email/set`
    /// @param copied ids of the originals
    public void destroyOriginals(MethodCall call, String setMethod, Collection<String> copied) {
        if (!destroyOriginals || copied.isEmpty()) {
            return;
        }
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("accountId", from.id());
        destroyFromIfInState.ifPresent(state -> arguments.put("ifInState", state));
        copied.forEach(arguments.putArray("destroy")::add);
        call.then(setMethod, arguments);
    }
}
