// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The arguments of a /queryChanges. RFC 8620 §5.6.
///
/// @param maxChanges removed and added together
/// @param upToId the last that the client has
/// @param <C> the type's FilterCondition
public record QueryChangesRequest<C>(
        JmapAccount account,
        Optional<Filter<C>> filter,
        List<Sort> sort,
        String sinceQueryState,
        OptionalInt maxChanges,
        Optional<String> upToId,
        boolean calculateTotal) {

    /// Reads the arguments; others that the method has are read before.
    public static <C> QueryChangesRequest<C> read(
            MethodCall call, JmapAccount account, Function<JmapObject, C> condition) {
        JmapObject arguments = call.arguments();
        QueryChangesRequest<C> request =
                new QueryChangesRequest<>(
                        account,
                        Filter.read(arguments, condition),
                        Sort.read(arguments),
                        arguments.string("sinceQueryState"),
                        ChangesRequest.maxChanges(arguments),
                        arguments.findId("upToId"),
                        arguments.bool("calculateTotal", false));
        arguments.nothingElse();
        return request;
    }

    /// @param total of results now
    /// @throws MethodError `tooManyChanges`
    public ObjectNode response(String newQueryState, ListChanges changes, int total) {
        if (changes.size() > maxChanges.orElse(Integer.MAX_VALUE)) {
            throw MethodError.of("tooManyChanges", "There are " + changes.size() + " changes.");
        }
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        response.put("oldQueryState", sinceQueryState);
        response.put("newQueryState", newQueryState);
        if (calculateTotal) {
            response.put("total", total);
        }
        changes.removed().forEach(response.putArray("removed")::add);
        ArrayNode added = response.putArray("added");
        for (ListChanges.Added each : changes.added()) {
            added.addObject().put("id", each.id()).put("index", each.index());
        }
        return response;
    }
}
